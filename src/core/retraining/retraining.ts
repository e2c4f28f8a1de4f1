import { z } from "zod";
import { CommitSha, Instant, label, Sha256, text } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { WorkflowRunLink } from "../monitoring/monitoring.ts";

export const MAX_RETRAININGS = 50;

/** Why a model is trained again. */
export const RetrainingCause = z.strictObject({
  kind: z.enum(["drift", "performance", "person"]),
  /** sha-256 over what makes causes the same: kind, columns and aspects that drifted. */
  fingerprint: Sha256,
  /** Columns that drifted, the most important first. */
  columns: z.array(label()).max(50),
  /** Largest effect in units of its bound, or drop of the metric in units of the bound; 0 of a person's. */
  severity: z.number().nonnegative(),
  /** Slots of the windows that speak for it, newest first. */
  windows: z.array(Instant).max(60),
  /** Of a person: who asked, and why. */
  requestedBy: label(100).optional(),
  reason: text(500).optional(),
});
export type RetrainingCause = z.infer<typeof RetrainingCause>;

/** The data that a retraining learns from, as far as Pawl knows: `[start, end)`. */
export const DataWindow = z.strictObject({ start: Instant.optional(), end: Instant });
export type DataWindow = z.infer<typeof DataWindow>;

/** One training that was started on the retraining branch. */
export const RetrainingRun = z.strictObject({
  /** Value of the input `pawl-key`. */
  key: label(200),
  /** Head of the branch. */
  commit: CommitSha,
  dispatchedAt: Instant,
  workflowRun: WorkflowRunLink.optional(),
  /** `preempted`: the machine was taken away. */
  outcome: z.enum(["running", "succeeded", "failed", "preempted", "refused"]),
  reason: text(500).optional(),
});
export type RetrainingRun = z.infer<typeof RetrainingRun>;

/** One retraining pull request from beginning to end. */
export const RetrainingRecord = z.strictObject({
  /** 1 for the model's first. */
  counter: z.int().positive(),
  cause: RetrainingCause,
  openedAt: Instant,
  /** Undefined: claimed, and about to be opened. */
  pullRequest: z.int().positive().optional(),
  window: DataWindow.optional(),
  runs: z.array(RetrainingRun).max(10),
  state: z.enum(["open", "hands-off", "merged", "closed-by-people", "closed-by-app"]),
  closedAt: Instant.optional(),
  closedBecause: text(300).optional(),
});
export type RetrainingRecord = z.infer<typeof RetrainingRecord>;

export const RetrainingHold = z.strictObject({ by: label(100), since: Instant, reason: text(500).optional() });
export type RetrainingHold = z.infer<typeof RetrainingHold>;

/** What came of a workflow run by which somebody asked for a retraining. */
export const RetrainingOrder = z.strictObject({
  workflowRun: WorkflowRunLink,
  /** Login, as GitHub says who started it. */
  by: label(100),
  answeredAt: Instant,
  outcome: z.enum(["opened", "living", "refused"]),
  pullRequest: z.int().positive().optional(),
  /** Of one that was refused: one sentence. */
  reason: text(500).optional(),
});
export type RetrainingOrder = z.infer<typeof RetrainingOrder>;

export const MAX_ORDERS = 20;

/** `models/<model>/retraining.json`. Newest first. */
export const Retraining = z.strictObject({
  schema: z.literal("pawl.retraining/v1"),
  model: ModelName,
  records: z.array(RetrainingRecord).max(MAX_RETRAININGS),
  /** Somebody said `/pawl hold`. */
  hold: RetrainingHold.optional(),
  /** Workflow runs that were answered, so that each is answered once. */
  orders: z.array(RetrainingOrder).max(MAX_ORDERS).optional(),
});
export type Retraining = z.infer<typeof Retraining>;

export function retrainingPath(model: string): string {
  return `models/${model}/retraining.json`;
}

/** What every branch of a retraining pull request begins with. */
export const RETRAINING_BRANCHES = "pawl-retrain/";

/** `pawl-retrain/late-flights`. */
export function retrainingBranch(model: string): string {
  return `${RETRAINING_BRANCHES}${model}`;
}

/** The model whose retraining a branch is; `undefined` where it is another branch, or names none. */
export function modelOfRetrainingBranch(branch: string): string | undefined {
  return branch.startsWith(RETRAINING_BRANCHES)
    ? ModelName.safeParse(branch.slice(RETRAINING_BRANCHES.length)).data
    : undefined;
}

export function noRetraining(model: string): Retraining {
  return { schema: "pawl.retraining/v1", model, records: [] };
}
