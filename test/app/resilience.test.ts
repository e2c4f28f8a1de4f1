import { describe, expect, it, vi } from "vitest";
import { DATA_CHECK, EXPERIMENT_CHECK } from "../../src/core/report/render-report.ts";
import { useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

// The GraphQL schema alone takes seconds to load on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

async function expectOneReport(repository: string, number: number, headSha: string): Promise<void> {
  const comments = await world.comments(repository, number);
  expect(comments.map(({ login }) => login)).toEqual([world.app.botLogin]);
  expect(comments[0]?.body).toContain("0.671");
  for (const name of [EXPERIMENT_CHECK, DATA_CHECK]) {
    expect((await world.checks(repository, headSha, name)).map(({ status }) => status)).toEqual(["completed"]);
  }
  expect(await world.ledgerEntries(repository)).toHaveLength(2);
}

describe("events", () => {
  it("redelivered, doubled and reordered ones make no write and change nothing", async () => {
    const { repository } = await world.createRepository("redelivered");
    const { number, headSha } = await world.openPull(repository, "try");
    await world.trainNext();
    await expectOneReport(repository, number, headSha);
    const before = await world.comments(repository, number);
    // One that was written before it was confirmed is looked at once more; from then on everything is still.
    const mark = await world.requestMark();
    const deliveries = await control().deliveries({ app: world.app.slug });
    const ids = deliveries.map(({ id }) => id);
    await control().redeliver({ ids: [...ids, ...ids.toReversed()] });
    await world.settle();
    expect(await world.writesSince(mark)).toEqual([]);
    expect(await world.comments(repository, number)).toEqual(before);
  });

  it("two at once on one pull request post one comment and one check", async () => {
    const { repository } = await world.createRepository("at-once");
    const { number, headSha } = await world.openPull(repository, "try");
    const opened = (await control().deliveries({ event: "pull_request" })).slice(-1).map(({ id }) => id);
    await Promise.all([control().redeliver({ ids: opened }), control().redeliver({ ids: opened })]);
    await world.settle();
    await world.trainNext();
    await expectOneReport(repository, number, headSha);
  });

  it("that nobody heard are made up for by the sweep of the next start", async () => {
    const { repository } = await world.createRepository("unheard");
    let number = 0;
    let headSha = "";
    await world.restart(async () => {
      await control().setWebhookUrl({ app: world.app.slug, url: "http://127.0.0.1:9/" });
      await control().commitFiles({
        repository,
        branch: "try",
        files: { "train.py": "2" },
        message: "2",
        author: "ana",
      });
      ({ number, headSha } = await control().openPull({ repository, head: "try", title: "try", author: "ana" }));
      const run = await control().takeWorkflowRun();
      if (run === null) throw new Error("no workflow run");
      await control().startWorkflowRun({ repository, runId: run.runId });
      for (const evidence of world.evidenceOf(run)) await world.upload(run, evidence);
      await control().completeWorkflowRun({ repository, runId: run.runId, conclusion: "success" });
    });
    await expectOneReport(repository, number, headSha);
  });

  it("an App that is killed and started again writes nothing twice", async () => {
    const { repository } = await world.createRepository("killed");
    const { number, headSha } = await world.openPull(repository, "try");
    const run = await world.startRun();
    for (const evidence of world.evidenceOf(run)) await world.upload(run, evidence);
    await control().completeWorkflowRun({ repository, runId: run.runId, conclusion: "success" });
    await world.restart();
    await expectOneReport(repository, number, headSha);
    const mark = await world.requestMark();
    await world.restart();
    expect(await world.writesSince(mark)).toEqual([]);
  });
});

it("a connection outlives the minute for which proxies keep one that nobody uses", async () => {
  const response = await fetch(`http://127.0.0.1:${String(world.running().port)}/healthz`);
  expect(response.headers.get("keep-alive")).toBe("timeout=75");
});

describe("answers that get lost", () => {
  const COMMENT = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const CHECK = "POST /repos/{owner}/{repo}/check-runs";
  const EDIT = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const UPDATE = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
  const REF = "POST /repos/{owner}/{repo}/git/refs";
  it.each([
    ["502 after the comment was posted", COMMENT, { kind: "status", status: 502, when: "after" }],
    ["502 before the comment was posted", COMMENT, { kind: "status", status: 502, when: "before" }],
    ["connection dropped after the comment was posted", COMMENT, { kind: "drop", when: "after" }],
    ["502 after the check was posted", CHECK, { kind: "status", status: 502, when: "after" }],
    ["connection dropped before the check was posted", CHECK, { kind: "drop", when: "before" }],
    ["502 after the comment was edited", EDIT, { kind: "status", status: 502, when: "after" }],
    ["502 after the check was updated", UPDATE, { kind: "status", status: 502, when: "after" }],
    ["502 after the ledger was begun", REF, { kind: "status", status: 502, when: "after" }],
    ["connection dropped before the ledger was begun", REF, { kind: "drop", when: "before" }],
    ["502 after the evidence was kept", "POST /graphql", { kind: "status", status: 502, when: "after" }],
    ["connection dropped before the evidence was kept", "POST /graphql", { kind: "drop", when: "before" }],
    ["secondary limit on the comment", COMMENT, { kind: "secondary-limit", status: 403, retryAfterSeconds: 1 }],
    ["secondary limit on the ledger", "POST /graphql", { kind: "secondary-limit", status: 429, retryAfterSeconds: 1 }],
    [
      "502 when the pull request is read",
      "GET /repos/{owner}/{repo}/pulls/{pull_number}",
      { kind: "status", status: 502, when: "before" },
    ],
    [
      "502 when an artifact is downloaded",
      "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
      { kind: "status", status: 502, when: "before" },
    ],
  ] as const)("%s: one report", async (name, route, effect) => {
    const { repository } = await world.createRepository(name.replace(/[^a-z0-9]+/g, "-"));
    await control().addFault({ route, effect, app: world.app.slug });
    const { number, headSha } = await world.openPull(repository, "try");
    await world.trainNext();
    await expectOneReport(repository, number, headSha);
    await control().clearFaults();
  });

  it("a second copy that a stale read made is deleted by the next reconcile, the older one stays", async () => {
    const { repository } = await world.createRepository("stale");
    const { number, headSha } = await world.openPull(repository, "try");
    const [first] = await world.comments(repository, number);
    await control().addFault({
      route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
      app: world.app.slug,
      effect: { kind: "stale", seconds: 3600 },
    });
    await world.restart();
    await world.trainNext();
    const comments = await world.comments(repository, number);
    expect(comments.map(({ id }) => id)).toEqual([first?.id]);
    await expectOneReport(repository, number, headSha);
  });

  it("evidence that GitHub did not list at first is taken in when it is listed", async () => {
    const { repository } = await world.createRepository("late-list");
    const { number, headSha } = await world.openPull(repository, "try");
    await control().addFault({
      route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
      app: world.app.slug,
      effect: { kind: "stale", seconds: 3600 },
    });
    await world.trainNext();
    expect(await world.ledgerEntries(repository)).toEqual([]);
    await control().clearFaults();
    const [completed] = (await control().deliveries({ event: "workflow_run" })).slice(-1);
    await control().redeliver({ ids: completed === undefined ? [] : [completed.id] });
    await world.settle();
    await expectOneReport(repository, number, headSha);
  });

  it("the ledger's head was moved by somebody else: kept all the same, and what they did is taken back", async () => {
    const { repository } = await world.createRepository("moved");
    const { number, headSha } = await world.openPull(repository, "try");
    await world.trainNext();
    await control().setWebhookUrl({ app: world.app.slug, url: "http://127.0.0.1:9/" });
    await control().commitFiles({
      repository,
      branch: "pawl",
      files: { "note.txt": "moved" },
      message: "Note",
      author: "ana",
    });
    await control().setWebhookUrl({
      app: world.app.slug,
      url: `http://127.0.0.1:${String(world.running().port)}/api/github/webhooks`,
    });
    const other = await world.openPull(repository, "other");
    await world.trainNext(0.68);
    expect(await world.ledgerEntries(repository)).toHaveLength(4);
    expect(await world.ledgerFile(repository, "note.txt")).toBeUndefined();
    expect((await world.comments(repository, other.number))[0]?.body).toContain("0.680");
    expect(await world.comments(repository, number)).toHaveLength(1);
    expect(headSha).not.toBe(other.headSha);
  });
});
