import type { RetrainPlan } from "../../../src/core/config/monitoring-plan.ts";
import type { Window, WindowPerformance, WindowScore } from "../../../src/core/monitoring/monitoring.ts";
import type { RetrainingCause, RetrainingRecord, RetrainingRun } from "../../../src/core/retraining/retraining.ts";
import type { BranchFacts, RetrainingFacts } from "../../../src/core/retraining/retraining-facts.ts";
import { fakeDigest, HEAD } from "../evidence/build-evidence.ts";

export const NOW = "2026-11-26T12:00:00Z";

/** 2 of the last 5, a week's cooldown; every field can be replaced. */
export function buildPolicy(overrides: Partial<RetrainPlan> = {}): RetrainPlan {
  return {
    open: "auto",
    failed: 2,
    of: 5,
    performanceDrop: undefined,
    minIntervalMs: 86_400_000,
    cooldownMs: 7 * 86_400_000,
    gpuHoursPerMonth: undefined,
    worseBy: 1.5,
    workflow: "train.yml",
    edits: [],
    labels: ["retraining"],
    ...overrides,
  };
}

/** A column that drifted by twice its bound; every field can be replaced. */
export function buildScore(overrides: Partial<WindowScore> = {}): WindowScore {
  return {
    column: "distance",
    aspect: "shape",
    effect: 0.2,
    bound: 0.1,
    verdict: "drift",
    structural: false,
    ...overrides,
  };
}

/** A stable window of the night of the given day of November 2026; every field can be replaced. */
export function buildWindow(day: number, overrides: Partial<Window> = {}): Window {
  const slot = `2026-11-${String(day).padStart(2, "0")}T03:17:00Z`;
  return {
    slot,
    dataset: "flights",
    start: `2026-11-${String(day - 1).padStart(2, "0")}T03:17:00Z`,
    end: slot,
    document: { path: `evidence/late-flights/2026-11/drift-${String(day)}-1-flights.json`, digest: fakeDigest("d1") },
    workflowRun: { id: 900 + day, url: `https://github.com/ana/flights/actions/runs/${String(900 + day)}` },
    commit: HEAD,
    judgedAt: slot,
    rows: 1000,
    verdict: "stable",
    contract: "pass",
    broken: false,
    scores: [],
    ...overrides,
  };
}

/** One that drifted. */
export function buildDrift(day: number, overrides: Partial<Window> = {}): Window {
  return buildWindow(day, { verdict: "drift", scores: [buildScore()], ...overrides });
}

/** One whose contract is broken. */
export function buildBroken(day: number, overrides: Partial<Window> = {}): Window {
  return buildDrift(day, { contract: "fail", broken: true, scores: [buildScore({ structural: true })], ...overrides });
}

/** ROC AUC that fell by 0.05, with all its labels; every field can be replaced. */
export function buildPerformance(overrides: Partial<WindowPerformance> = {}): WindowPerformance {
  return {
    metric: "roc-auc",
    value: 0.62,
    interval: [0.61, 0.63],
    expected: 0.67,
    drop: 0.05,
    labelled: 1000,
    rows: 1000,
    provisional: false,
    ...overrides,
  };
}

export function buildCause(overrides: Partial<RetrainingCause> = {}): RetrainingCause {
  return {
    kind: "drift",
    fingerprint: fakeDigest("ca"),
    columns: ["distance"],
    severity: 2,
    windows: ["2026-11-24T03:17:00Z", "2026-11-23T03:17:00Z"],
    ...overrides,
  };
}

/** Training 1 of retraining 1, on the head; every field can be replaced. */
export function buildTraining(overrides: Partial<RetrainingRun> = {}): RetrainingRun {
  return {
    key: "retrain/late-flights/1/1",
    commit: HEAD,
    dispatchedAt: "2026-11-24T04:00:00Z",
    workflowRun: { id: 77, url: "https://github.com/ana/flights/actions/runs/77" },
    outcome: "succeeded",
    ...overrides,
  };
}

/** Retraining 1, open as pull request 7, trained; every field can be replaced. */
export function buildRecord(overrides: Partial<RetrainingRecord> = {}): RetrainingRecord {
  return {
    counter: 1,
    cause: buildCause(),
    openedAt: "2026-11-24T04:00:00Z",
    pullRequest: 7,
    window: { start: "2026-11-23T03:17:00Z", end: "2026-11-24T03:17:00Z" },
    runs: [buildTraining()],
    state: "open",
    ...overrides,
  };
}

/** The branch as the App made it for `buildRecord`. */
export function buildBranch(overrides: Partial<BranchFacts> = {}): BranchFacts {
  return {
    sha: HEAD,
    by: "pawl[bot]",
    hand: "app",
    counter: 1,
    window: { start: "2026-11-23T03:17:00Z", end: "2026-11-24T03:17:00Z" },
    beganAt: "b".repeat(40),
    onTop: 0,
    baseMoved: false,
    ...overrides,
  };
}

/** A model that nothing happened to; every field can be replaced. */
export function buildFacts(
  overrides: Partial<RetrainingFacts> & { readonly records?: readonly RetrainingRecord[] } = {},
): RetrainingFacts {
  const { records = [], ...rest } = overrides;
  return {
    model: "late-flights",
    policy: buildPolicy(),
    windows: [],
    windowMs: undefined,
    labelDelayMs: 0,
    retraining: { schema: "pawl.retraining/v1", model: "late-flights", records: [...records] },
    living: records.filter(({ closedAt }) => closedAt === undefined).length,
    gpuHours: 0,
    request: undefined,
    branch: undefined,
    pull: undefined,
    claimedElsewhere: false,
    training: undefined,
    now: NOW,
    ...rest,
  };
}
