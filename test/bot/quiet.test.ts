import { describe, expect, it, vi } from "vitest";
import { buildPackage } from "../reconcile/registry/build-package.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const PROMOTION = `promotion:
  environments:
    production: { gate: { all: [ { approvals: { count: 1 } } ] } }
`;
const COMPLETE = `${CONFIG}    data: [{ name: flights, path: data/flights.csv }]
    drift: { schedule: "0 0 1 1 *" }
    retrain: {}
${PROMOTION}`;

const dispatched = (name: string) =>
  `name: ${name}\non: { workflow_dispatch: { inputs: { pawl-key: {} } } }\njobs: {}\n`;

/** What an hour costs in which nothing happened, after the hour before. */
async function quietHour(world: ReturnType<typeof useAppOnFakeGitHub>, repository: string) {
  for (const _ of ["writes", "learns", "has learnt"]) await world.hourPasses(repository);
  const since = await world.requestMark();
  await world.hourPasses(repository);
  const { entries, notModified } = await world.fake.control.requests({ since, app: world.app.slug });
  const counted = entries
    .filter(({ billed }) => billed)
    .map(({ method, path, status }) => `${String(status)} ${method} ${path}`);
  return { counted, notModified, writes: entries.filter(({ write }) => write) };
}

describe.each(["workflows without an App", "workflows with an App"] as const)("a quiet hour by %s", (form) => {
  const world = useAppOnFakeGitHub(form);

  it("is made of answers that count for nothing, also with versions, evidence and an open pull request", async () => {
    const control = world.fake.control;
    const { repository } = await world.createRepository("quiet", {
      ".github/pawl.yml": COMPLETE,
      ".pawl/aliases/late-flights.yml": "production: 1\n",
      ".github/workflows/drift.yml": dispatched("drift"),
      ".github/workflows/retrain.yml": dispatched("retrain"),
    });
    // The owner's defaults. A file that is not there has no ETag, so looking for it counts: see the next test.
    await control.createRepository({
      owner: "ana",
      name: ".github",
      files: { ".github/pawl.yml": PROMOTION },
    });
    const files = { "train.py": "print(2)\n" };
    await control.commitFiles({ repository, branch: "main", files, message: "train", author: "ana" });
    await world.settle();
    const run = await world.startRun();
    for (const evidence of [...world.evidenceOf(run), buildPackage(identityOf(run))]) await world.upload(run, evidence);
    await world.completeRun(run);
    await world.openPull(repository, "try");
    await world.trainNext();

    const { number } = await control.createIssue({ repository, title: "Talk", author: "ana" });
    await control.comment({ repository, number, author: "ana", body: "/pawl hold late-flights" });
    await world.settle();

    const { counted, notModified, writes } = await quietHour(world, repository);
    expect(writes).toEqual([]);
    // An App may see defaults that are private, so they are not kept where everybody could read them.
    const defaults = (call: string) => form.endsWith("with an App") && call.includes(" /repos/ana/.github/contents/");
    expect(counted.filter((call) => !defaults(call))).toEqual([]);
    expect(counted.length).toBeLessThanOrEqual(2);
    expect(notModified).toBeGreaterThan(4);
    expect(notModified).toBeLessThan(60);
  });
});

describe("by workflows without an App", () => {
  const world = useAppOnFakeGitHub("workflows without an App");

  it("what is not there has no ETag, so looking for it counts: a handful of files of 1,000 questions an hour", async () => {
    const { repository } = await world.createRepository("bare");
    await world.fake.control.commitFiles({
      repository,
      branch: "main",
      files: { "train.py": "print(2)\n" },
      message: "train",
      author: "ana",
    });
    await world.settle();
    await world.trainNext();
    const { counted } = await quietHour(world, repository);
    const files = counted.map((call) => /^404 GET .*(?:%2F|\/)([\w.-]+)\?ref=\w+$/.exec(call)?.[1] ?? call);
    expect([...new Set(files)].sort()).toEqual(["monitoring.json", "pawl.yml", "registry.json", "retraining.json"]);
    expect(files.length).toBeLessThanOrEqual(6);
  });

  it("a pull request of a fork is looked at when its workflow run ends, and its evidence is not kept", async () => {
    const { control } = world.fake;
    const { repository } = await world.createRepository("forked");
    const fork = await control.fork({ repository, owner: "mallory" });
    const files = { "train.py": "3" };
    await control.commitFiles({ repository: fork.repository, branch: "try", files, message: "3", author: "mallory" });
    const { number } = await control.openPull({ repository, head: "mallory:try", title: "try", author: "mallory" });
    await world.settle();
    expect(await world.comments(repository, number)).toEqual([]);
    await world.trainNext(0.9);
    expect((await world.comments(repository, number))[0]).toMatchObject({ login: "github-actions[bot]" });
    expect((await world.comments(repository, number))[0]?.body).toContain("fork");
    expect(await world.ledgerEntries(repository)).toEqual([]);
  });
});
