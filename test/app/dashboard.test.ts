import { expect, it, vi } from "vitest";
import { DASHBOARD_TITLE } from "../../src/core/dashboard/render-dashboard.ts";
import { CONFIG, useAppOnFakeGitHub, WORKFLOW } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

const DRIFT = WORKFLOW.replaceAll("train", "drift")
  .replace("  pull_request:\n", "")
  .replace(/ {2}push:\n.*\n/, "");

async function dashboards(repository: string) {
  const found = (await world.api(`/repos/${repository}/issues?state=all`)) as {
    number: number;
    title: string;
    body: string;
  }[];
  return found.filter(({ title }) => title === DASHBOARD_TITLE);
}

it("a box that is ticked is a command: told by a webhook, done, unticked and answered, once", async () => {
  const { repository } = await world.createRepository("dashboard", {
    ".github/pawl.yml": `${CONFIG}    drift: { schedule: "17 3 * * 1" }\n`,
    ".github/workflows/drift.yml": DRIFT,
  });
  await world.restart();
  const [issue] = await dashboards(repository);
  if (issue === undefined) throw new Error("no dashboard");
  expect(issue.body).toContain("- [ ] Check for drift now");
  await control().advanceClock({ milliseconds: 2000 });
  const body = issue.body.replace("- [ ] Check", "- [x] Check");
  await control().editIssue({ repository, number: issue.number, author: "ana", body });
  await world.settle();
  const deliveries = await control().deliveries({ event: "issues" });
  await control().redeliver({ ids: deliveries.map(({ id }) => id) });
  await world.settle();
  const runs = (await world.api(`/repos/${repository}/actions/runs?event=workflow_dispatch`)) as {
    workflow_runs: { display_title: string }[];
  };
  expect(runs.workflow_runs.map(({ display_title: title }) => title)).toEqual([
    expect.stringMatching(/drift\/late-flights\/\S+\/by-\d+-\d{8}T\d{6}Z/),
  ]);
  const after = await dashboards(repository);
  expect(after).toHaveLength(1);
  expect(after[0]?.body).not.toContain("[x]");
  const comments = await world.comments(repository, issue.number);
  expect(comments.map(({ body: text }) => text)).toEqual([expect.stringMatching(/`ana` ticked[\s\S]*was started/)]);
  expect(await control().violations()).toEqual([]);
});
