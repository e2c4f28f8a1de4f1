import { describe, expect, it } from "vitest";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import { buildDrift, buildPolicy, buildWindow } from "../../core/retraining/build-retraining.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  buildModel,
  commentsOn,
  createFlights,
  finishTraining,
  issuesOf,
  pullsOf,
  reconcile,
  recordsOf,
  runsOf,
  setWindows,
  WORKFLOW,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];

const minute = (count: number) => ({
  now: () => new Date(Date.parse("2026-11-26T12:00:00Z") + count * 60_000).toISOString(),
});

/** An App that dies before its next write, once it has written so often. */
function dyingAfter(workplace: ReturnType<RegistryRepository["open"]>, writes: number) {
  let left = writes;
  workplace.octokit.hook.wrap("request", async (send, options) => {
    if (options.method !== "GET" && !options.url.includes("access_tokens")) {
      // A query of the ledger's history is a POST as well.
      const isQuery = options.url.includes("graphql") && !JSON.stringify(options).includes("mutation");
      if (!isQuery) left -= 1;
      if (left < 0) throw new Error("killed");
    }
    return send(options);
  });
  return workplace;
}

describe("killed between any two calls", () => {
  // Reading costs nothing; what matters is which write was the last one that came through.
  it.each(Array.from({ length: 9 }, (_, writes) => writes))(
    "after %i writes, the same pull request and one training come of it",
    async (writes) => {
      const here = await createFlights(scene);
      await setWindows(here.open(), TWO_OF_FIVE);
      const dying = dyingAfter(here.open(), writes);
      await reconcile(dying).catch(() => undefined);
      await reconcile(here.open(minute(5)));
      await reconcile(here.open(minute(10)));
      const pulls = await pullsOf(scene, here);
      expect(pulls.map(({ state, title, labels }) => [state, title, labels.map(({ name }) => name)])).toEqual([
        ["open", "Retrain late-flights (1)", ["retraining"]],
      ]);
      expect(await recordsOf(here.open())).toMatchObject([
        { counter: 1, pullRequest: pulls[0]?.number, runs: [{ outcome: "running", workflowRun: expect.anything() }] },
      ]);
      const runs = (await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH);
      expect(runs.map(({ display_title: title }) => title)).toEqual([`train ${BRANCH} retrain/late-flights/1/1`]);
    },
  );

  it.each([0, 1, 2, 3, 4])("after %i writes, one that is closed is closed once, with one comment", async (writes) => {
    const here = await createFlights(scene);
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    await finishTraining(scene, here);
    await reconcile(here.open());
    await setWindows(here.open(), [buildWindow(28), buildWindow(27), buildWindow(26), ...TWO_OF_FIVE]);
    await reconcile(dyingAfter(here.open(minute(5)), writes)).catch(() => undefined);
    await reconcile(here.open(minute(10)));
    await reconcile(here.open(minute(15)));
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(pull?.state).toBe("closed");
    expect(await commentsOn(scene, here, pull?.number ?? 0)).toHaveLength(1);
    expect(await recordsOf(here.open())).toMatchObject([
      { state: "closed-by-app", closedBecause: expect.stringContaining("three windows"), closedAt: expect.any(String) },
    ]);
  });

  it.each([
    ["the claim", "POST /graphql", "after"],
    ["the branch", "POST /repos/{owner}/{repo}/git/refs", "after"],
    ["the pull request", "POST /repos/{owner}/{repo}/pulls", "after"],
    ["the pull request, which was not made,", "POST /repos/{owner}/{repo}/pulls", "before"],
    ["the dispatch", "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", "after"],
    [
      "the dispatch, which did not happen,",
      "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
      "before",
    ],
  ] as const)("a lost answer to %s leaves one of everything", async (_, route, when) => {
    const here = await createFlights(scene);
    await setWindows(here.open(), TWO_OF_FIVE);
    await scene.fake.control.addFault({ route, effect: { kind: "status", status: 502, when } });
    await reconcile(here.open()).catch(() => undefined);
    await scene.fake.control.clearFaults();
    await reconcile(here.open(minute(5)));
    await reconcile(here.open(minute(10)));
    expect(await pullsOf(scene, here)).toHaveLength(1);
    expect((await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH)).toHaveLength(1);
    expect(await recordsOf(here.open())).toMatchObject([{ counter: 1, runs: [{ key: "retrain/late-flights/1/1" }] }]);
  });
});

describe("the training", () => {
  async function opened(files: Record<string, string> = {}) {
    const here = await createFlights(scene, files);
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    const [pull] = await pullsOf(scene, here);
    if (pull === undefined) throw new Error("nothing was opened");
    return { here, pull };
  }
  const LOST: RunEvidence["outcome"] = { kind: "cancelled", signal: "SIGTERM", logTail: ["epoch 3"] };
  const FAILED: RunEvidence["outcome"] = { kind: "failed", exitCode: 1, logTail: ["Traceback", "ValueError: no rows"] };

  it("that succeeded is on record, with its evidence and the hours of its GPUs", async () => {
    const { here } = await opened();
    await finishTraining(scene, here);
    await reconcile(here.open());
    expect(await recordsOf(here.open())).toMatchObject([{ runs: [{ outcome: "succeeded" }] }]);
    const spent = buildModel({ retrain: buildPolicy({ gpuHoursPerMonth: 4, minIntervalMs: 0, failed: 1, of: 1 }) });
    await here.commit({ "train.py": "print(2)\n" });
    // Two GPUs for two hours, in November.
    await reconcile(here.open({ now: () => "2026-11-29T12:00:00Z" }), spent);
    expect((await recordsOf(here.open()))[0]?.runs).toHaveLength(1);
    const left = buildModel({ retrain: buildPolicy({ gpuHoursPerMonth: 4.1, minIntervalMs: 0 }) });
    await reconcile(here.open({ now: () => "2026-11-29T12:00:00Z" }), left);
    expect((await recordsOf(here.open()))[0]?.runs).toHaveLength(2);
  });

  it("that failed is told once, with the end of its log, and left to people", async () => {
    const { here, pull } = await opened();
    await finishTraining(scene, here, { conclusion: "failure", outcome: FAILED });
    await reconcile(here.open());
    await reconcile(here.open(minute(60)));
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("The training failed");
    expect(comments[0]).toContain("ValueError: no rows");
    expect(await recordsOf(here.open())).toMatchObject([{ runs: [{ outcome: "failed" }] }]);
    expect((await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH)).toHaveLength(1);
  });

  it.each([
    ["was stopped", "cancelled", LOST],
    ["left nothing", "failure", null],
  ] as const)(
    "whose machine was taken away (it %s) is tried once more, and then left to people",
    async (_, conclusion, outcome) => {
      const { here, pull } = await opened();
      await finishTraining(scene, here, { conclusion, outcome });
      // Lists of artifacts may lag behind.
      const day = 1440;
      await reconcile(here.open(minute(day)));
      expect(await recordsOf(here.open())).toMatchObject([
        { runs: [{ key: "retrain/late-flights/1/2", outcome: "running" }, { outcome: "preempted" }] },
      ]);
      expect((await commentsOn(scene, here, pull.number)).join()).toContain("started once more");
      await finishTraining(scene, here, { conclusion, outcome });
      await reconcile(here.open(minute(day + 60)));
      await reconcile(here.open(minute(day + 120)));
      const comments = await commentsOn(scene, here, pull.number);
      expect(comments).toHaveLength(1);
      expect(comments[0]).toContain("lost its machine twice");
      expect((await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH)).toHaveLength(2);
    },
  );

  it("that GitHub would not start is told with the reason", async () => {
    const { here, pull } = await opened({ ".github/workflows/train.yml": "name: train\non: push\njobs: {}\n" });
    await reconcile(here.open(minute(5)));
    expect(await recordsOf(here.open())).toMatchObject([{ runs: [{ outcome: "refused" }] }]);
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("GitHub did not start");
    expect(await issuesOf(scene, here)).toEqual([]);
  });

  it("that the pull request itself started is the training: nothing trains twice", async () => {
    const workflow = WORKFLOW.replace("on:\n", "on:\n  pull_request:\n");
    const { here, pull } = await opened({ ".github/workflows/train.yml": workflow });
    const runs = (await runsOf(scene, here)).filter(({ head_sha: sha }) => sha === pull.head.sha);
    expect(runs.map(({ event }) => event)).toEqual(["pull_request"]);
    expect(await recordsOf(here.open())).toMatchObject([{ runs: [{ workflowRun: { id: runs[0]?.id } }] }]);
    // A template that leaves bots out skips every job: then the App dispatches it.
    await finishTraining(scene, here, { conclusion: "skipped", outcome: null });
    await reconcile(here.open(minute(5)));
    const after = (await runsOf(scene, here)).filter(({ head_sha: sha }) => sha === pull.head.sha);
    expect(after.map(({ event }) => event).sort()).toEqual(["pull_request", "workflow_dispatch"]);
  });
});

describe("a limit of GitHub's", () => {
  it("that a training runs into is no refusal: it starts with the next look", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), TWO_OF_FIVE);
    const limited = here.open();
    limited.octokit.hook.wrap("request", async (send, options) => {
      if (!options.url.endsWith("/dispatches")) return send(options);
      throw Object.assign(new Error("You have exceeded a secondary rate limit."), { status: 403 });
    });
    await expect(reconcile(limited)).rejects.toThrow("rate limit");
    expect(await recordsOf(here.open())).toMatchObject([{ runs: [{ outcome: "running" }] }]);
    await reconcile(here.open(minute(5)));
    expect(await runsOf(scene, here)).toHaveLength(1);
  });
});

it.each([
  ["labels", "POST /repos/{owner}/{repo}/issues/{issue_number}/labels", 410],
  ["reviewers", "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", 404],
])("%s that GitHub does not take keep nothing else from being done", async (_, route, status) => {
  const here = await createFlights(scene, { CODEOWNERS: "* @ben\n" });
  await setWindows(here.open(), TWO_OF_FIVE);
  await scene.fake.control.addFault({ route, count: 3, effect: { kind: "status", status, when: "before" } });
  await reconcile(here.open());
  await scene.fake.control.clearFaults();
  expect(await recordsOf(here.open())).toMatchObject([{ pullRequest: expect.any(Number), runs: [{}] }]);
});
