import { expect, it, vi } from "vitest";
import { buildDrift } from "../core/evidence/build-evidence.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub, WORKFLOW } from "../support/app-on-fake-github.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 120_000 });

const world = useAppOnFakeGitHub();

const CHECKED = `${CONFIG}    data: [{ name: flights, path: data/flights.csv }]
    drift: { schedule: "17 3 * * 1", window: 7d }
`;
const DRIFT = WORKFLOW.replace("name: train", "name: drift")
  .replace(/ {2}pull_request:\n {2}push:\n.*\n/, "")
  .replace("inputs:\n", "inputs:\n      window-start: { type: string }\n      window-end: { type: string }\n");

it("a check that somebody asks for in a comment runs once, and its evidence becomes a window on the ledger", async () => {
  const { repository } = await world.createRepository("monitored", {
    ".github/pawl.yml": CHECKED,
    ".github/workflows/drift.yml": DRIFT,
  });
  const { number } = await world.fake.control.createIssue({ repository, title: "Drift?", author: "ana" });
  await world.fake.control.comment({ repository, number, author: "ana", body: "/pawl check" });
  await world.settle();
  let run = await world.startRun();
  // The push that made the repository trains.
  while (run.workflowName !== "drift") run = await world.startRun();
  expect(run.event).toBe("workflow_dispatch");
  await world.upload(run, buildDrift({ identity: identityOf(run), key: "flights", verdict: "drift" }));
  await world.completeRun(run);
  const document = JSON.parse((await world.ledgerFile(repository, "models/late-flights/monitoring.json")) ?? "{}");
  expect(document).toMatchObject({
    watched: { cron: "17 3 * * 1", timeZone: "UTC" },
    slots: [{ by: "person", requestedBy: "ana", state: "judged", workflowRun: { id: run.runId } }],
    windows: [{ verdict: "drift", dataset: "flights", workflowRun: { id: run.runId } }],
  });
  const answers = await world.comments(repository, number);
  expect(answers.filter(({ body }) => body.includes("Looking for drift in the data of"))).toHaveLength(1);
});
