import { describe, expect, it } from "vitest";
import { planRetraining } from "../../../src/core/retraining/plan-retraining.ts";
import type { RetrainingFacts } from "../../../src/core/retraining/retraining-facts.ts";
import {
  buildBranch,
  buildBroken,
  buildCause,
  buildDrift,
  buildFacts,
  buildPerformance,
  buildPolicy,
  buildRecord,
  buildTraining,
  buildWindow,
} from "./build-retraining.ts";

const RUN = { id: 77, url: "https://github.com/ana/flights/actions/runs/77" };
const running = buildTraining({ outcome: "running" });

/** Pull request 7, open, trained on the windows of 24 and 23 November. */
function living(
  overrides: Partial<RetrainingFacts> = {},
  record: Parameters<typeof buildRecord>[0] = {},
): RetrainingFacts {
  return buildFacts({
    windows: [buildDrift(24), buildDrift(23)],
    records: [buildRecord(record)],
    branch: buildBranch(),
    pull: { number: 7, state: "open" },
    ...overrides,
  });
}

function withHold(facts: RetrainingFacts): RetrainingFacts {
  return { ...facts, retraining: { ...facts.retraining, hold: { by: "ana", since: "2026-11-25T00:00:00Z" } } };
}

describe("a living retraining", () => {
  it.each([
    ["stays where nothing happened", living(), { kind: "keep" }],
    [
      "is opened where it is only claimed, also after a crash",
      living({ pull: undefined, branch: undefined }, { pullRequest: undefined, runs: [] }),
      { kind: "make-branch" },
    ],
    [
      "is left to the replica that claimed it",
      living({ pull: undefined, branch: undefined, claimedElsewhere: true }, { pullRequest: undefined, runs: [] }),
      { kind: "nothing" },
    ],
    [
      "waits with what was claimed while it is held",
      withHold(living({ pull: undefined, branch: undefined }, { pullRequest: undefined, runs: [] })),
      { kind: "nothing" },
    ],
    [
      "does not overwrite a branch that somebody pushed before it was opened",
      living({ pull: undefined, branch: buildBranch({ hand: "people" }) }, { pullRequest: undefined, runs: [] }),
      { kind: "blocked" },
    ],
    [
      "that was merged is over",
      living({ pull: { number: 7, state: "merged" } }),
      { kind: "record", record: { state: "merged", closedAt: "2026-11-26T12:00:00Z" } },
    ],
    [
      "that people closed is over",
      living({ pull: { number: 7, state: "closed" } }),
      { kind: "record", record: { state: "closed-by-people", closedAt: "2026-11-26T12:00:00Z" } },
    ],
    [
      "that was merged before its number was on record is over, and has it",
      living({ pull: { number: 9, state: "merged" } }, { pullRequest: undefined }),
      { kind: "record", record: { state: "merged", pullRequest: 9 } },
    ],
    [
      "that people pushed to is theirs",
      living({ branch: buildBranch({ hand: "people" }) }),
      { kind: "record", record: { state: "hands-off" } },
    ],
    [
      "to which GitHub does not say yet who pushed is left as it is, whatever windows say",
      living({ windows: [buildDrift(26)], branch: buildBranch({ hand: "unknown" }) }),
      { kind: "nothing" },
    ],
    [
      "that is theirs is left alone, whatever windows say",
      living({ windows: [buildDrift(26)], branch: buildBranch({ hand: "people" }) }, { state: "hands-off" }),
      { kind: "nothing" },
    ],
    [
      "that is theirs is still followed to its end",
      living({ pull: { number: 7, state: "merged" } }, { state: "hands-off" }),
      { kind: "record", record: { state: "merged" } },
    ],
    [
      "is closed where the configuration does not say it any more",
      living({ policy: undefined }),
      { kind: "record", record: { state: "closed-by-app", closedBecause: expect.stringContaining("no key retrain") } },
    ],
    [
      "that is being closed is closed to the end",
      living({}, { state: "closed-by-app", closedBecause: "gone" }),
      { kind: "close", because: "gone" },
    ],
    [
      "is closed when three windows since are good",
      living({ windows: [buildWindow(27), buildWindow(26), buildWindow(25), buildDrift(24)] }),
      {
        kind: "record",
        record: { state: "closed-by-app", closedBecause: expect.stringContaining("last three windows") },
      },
    ],
    [
      "is not closed when two are, and a broken one",
      living({ windows: [buildBroken(27), buildWindow(26), buildWindow(25), buildDrift(24)] }),
      { kind: "keep" },
    ],
    [
      "is not closed while it trains",
      living(
        {
          windows: [buildWindow(27), buildWindow(26), buildWindow(25)],
          training: { kind: "running", workflowRun: RUN },
        },
        { runs: [running] },
      ),
      { kind: "keep" },
    ],
    [
      "for a drop of performance is not closed because data are stable",
      living(
        {
          windows: [
            buildWindow(27),
            buildWindow(26),
            buildWindow(25),
            buildWindow(11, { performance: buildPerformance() }),
          ],
          policy: buildPolicy({ performanceDrop: 0.02 }),
        },
        { cause: buildCause({ kind: "performance", windows: ["2026-11-11T03:17:00Z"] }) },
      ),
      { kind: "keep" },
    ],
    [
      "that a person asked for is never closed by windows",
      living(
        { windows: [buildWindow(27), buildWindow(26), buildWindow(25)] },
        { cause: buildCause({ kind: "person", windows: [], requestedBy: "ana" }) },
      ),
      { kind: "keep" },
    ],
  ] as const)("%s", (_, facts, plan) => {
    expect(planRetraining(facts)).toMatchObject(plan);
  });
});

describe("its training", () => {
  it.each([
    ["is started for a head that has none", living({}, { runs: [] }), { kind: "train", attempt: 1, again: false }],
    ["is not started while it is held", withHold(living({}, { runs: [] })), { kind: "keep" }],
    [
      "is started again where it is on record and cannot be found",
      living({ training: { kind: "lost" } }, { runs: [running] }),
      { kind: "train", attempt: 1, again: true },
    ],
    [
      "is dispatched where the workflow run of the pull request was left out",
      living({ training: { kind: "left-out" } }, { runs: [running] }),
      { kind: "train", attempt: 1, again: true },
    ],
    [
      "is put on record when GitHub lists it",
      living(
        { training: { kind: "running", workflowRun: RUN } },
        { runs: [buildTraining({ outcome: "running", workflowRun: undefined })] },
      ),
      { kind: "record", record: { runs: [{ workflowRun: RUN, outcome: "running" }] } },
    ],
    [
      "is put on record when it succeeded",
      living(
        { training: { kind: "over", workflowRun: RUN, outcome: "succeeded", reason: undefined } },
        { runs: [running] },
      ),
      { kind: "record", record: { runs: [{ outcome: "succeeded" }] } },
    ],
    [
      "is told when it failed",
      living(
        { training: { kind: "over", workflowRun: RUN, outcome: "failed", reason: "It failed." } },
        { runs: [running] },
      ),
      { kind: "tell-failure", reason: "It failed.", record: { runs: [{ outcome: "failed" }] } },
    ],
    ["that failed is left to people", living({}, { runs: [buildTraining({ outcome: "failed" })] }), { kind: "keep" }],
    [
      "that was refused is left to people",
      living({}, { runs: [buildTraining({ outcome: "refused" })] }),
      { kind: "keep" },
    ],
    [
      "whose machine was taken away is put on record, and told to nobody",
      living(
        { training: { kind: "over", workflowRun: RUN, outcome: "preempted", reason: "Gone." } },
        { runs: [running] },
      ),
      { kind: "record", record: { runs: [{ outcome: "preempted" }] } },
    ],
    [
      "whose machine was taken away is tried again",
      living({ training: undefined }, { runs: [buildTraining({ outcome: "preempted" })] }),
      { kind: "train", attempt: 2, again: false },
    ],
    [
      "whose machine was taken away twice is told",
      living(
        { training: { kind: "over", workflowRun: RUN, outcome: "preempted", reason: "Gone." } },
        {
          runs: [
            buildTraining({ key: "retrain/late-flights/1/2", outcome: "running" }),
            buildTraining({ outcome: "preempted" }),
          ],
        },
      ),
      { kind: "tell-failure" },
    ],
    [
      "whose machine was taken away twice is left to people",
      living(
        {},
        {
          runs: [
            buildTraining({ key: "retrain/late-flights/1/2", outcome: "preempted" }),
            buildTraining({ outcome: "preempted" }),
          ],
        },
      ),
      { kind: "keep" },
    ],
    [
      "that failed and that people repeated with success has succeeded",
      living(
        { training: { kind: "over", workflowRun: RUN, outcome: "succeeded", reason: undefined } },
        { runs: [buildTraining({ outcome: "failed", reason: "It failed." })] },
      ),
      { kind: "record", record: { runs: [{ outcome: "succeeded" }] } },
    ],
    [
      "gets a second look where it committed something itself",
      living({ branch: buildBranch({ sha: "c".repeat(40), hand: "training", onTop: 1 }) }),
      { kind: "train", attempt: 2, again: false },
    ],
    [
      "gets no third where it commits every time",
      living({ branch: buildBranch({ sha: "c".repeat(40), hand: "training", onTop: 2 }) }),
      { kind: "keep" },
    ],
  ] as const)("%s", (_, facts, plan) => {
    expect(planRetraining(facts)).toMatchObject(plan);
  });
});

describe("later windows", () => {
  const later = [buildDrift(25), buildDrift(24), buildDrift(23)];
  it("change cause and data where the training has reported", () => {
    expect(planRetraining(living({ windows: later }))).toMatchObject({
      kind: "record",
      record: {
        cause: { windows: ["2026-11-25T03:17:00Z", "2026-11-24T03:17:00Z", "2026-11-23T03:17:00Z"] },
        window: { start: "2026-11-24T03:17:00Z", end: "2026-11-25T03:17:00Z" },
        runs: [{ outcome: "succeeded" }],
      },
    });
  });

  it.each([
    ["while it trains", { training: { kind: "running", workflowRun: RUN } as const }, running],
    ["sooner than the smallest interval allows", {}, buildTraining({ dispatchedAt: "2026-11-26T11:00:00Z" })],
    ["where the budget is used up", { policy: buildPolicy({ gpuHoursPerMonth: 1 }), gpuHours: 1 }, buildTraining()],
  ] as const)("change the cause alone %s", (_, facts, run) => {
    const plan = planRetraining(living({ windows: later, ...facts }, { runs: [run] }));
    expect(plan).toMatchObject({
      kind: "record",
      record: {
        cause: { windows: expect.arrayContaining(["2026-11-25T03:17:00Z"]) },
        window: { end: "2026-11-24T03:17:00Z" },
      },
    });
  });

  it.each([
    ["have arrived for no window", 14],
    ["have arrived for an older window", 2],
  ])("change nothing as long as there are none, though time passes, where labels %s", (_, days) => {
    const facts = { windows: later, labelDelayMs: days * 86_400_000 };
    const plan = planRetraining(living(facts));
    if (plan.kind !== "record" || plan.record.window === undefined) throw new Error(`it is to ${plan.kind}`);
    const { window } = plan.record;
    const shown = { branch: buildBranch({ window }), now: "2026-11-26T13:00:00Z" };
    expect(planRetraining(living({ ...facts, ...shown }, { ...plan.record })).kind).toBe("keep");
  });

  it.each([
    [
      "the data of the record are others than the branch's",
      { branch: buildBranch({ window: { end: "2026-11-20T00:00:00Z" } }) },
      {},
      "make-branch",
    ],
    ["the base moved", { branch: buildBranch({ baseMoved: true }) }, {}, "make-branch"],
    [
      "the base moved while it trains",
      { branch: buildBranch({ baseMoved: true }), training: { kind: "running", workflowRun: RUN } as const },
      { runs: [running] },
      "keep",
    ],
    [
      "the base moved and the budget is used up",
      { branch: buildBranch({ baseMoved: true }), policy: buildPolicy({ gpuHoursPerMonth: 1 }), gpuHours: 1 },
      {},
      "keep",
    ],
    ["a later window is broken", { windows: [buildBroken(25), buildDrift(24), buildDrift(23)] }, {}, "keep"],
    ["a later window is good", { windows: [buildWindow(25), buildDrift(24), buildDrift(23)] }, {}, "keep"],
  ] as const)("where %s", (_, facts, record, kind) => {
    expect(planRetraining(living(facts, "runs" in record ? { runs: [...record.runs] } : {})).kind).toBe(kind);
  });
});
