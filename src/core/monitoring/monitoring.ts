import { z } from "zod";
import { DriftVerdict } from "../evidence/drift-evidence.ts";
import { Interval } from "../evidence/evaluation-evidence.ts";
import { CommitSha, Instant, label, Sha256, text } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { BatchName } from "./batch-name.ts";

/** Slots and windows that the document holds; evidence of older ones stays on the ledger. */
export const MAX_SLOTS = 60;
export const MAX_WINDOWS = 60;
/** Columns of a window that are kept, the most important first. */
export const MAX_WINDOW_SCORES = 20;
/** More than a reference has batches; the oldest decisions fall out. */
export const MAX_BATCH_DECISIONS = 100;

export const WorkflowRunLink = z.strictObject({ id: z.int().positive(), url: label(500) });
export type WorkflowRunLink = z.infer<typeof WorkflowRunLink>;

/**
 * One time at which a check was due, or at which somebody asked for one. The commit that adds it claims it: whoever comes
 * later finds it taken.
 */
export const Slot = z.strictObject({
  /** When it was due, to the minute; of one that somebody asked for when they did. */
  at: Instant,
  claimedAt: Instant,
  /** The App's scheduler, GitHub's own schedule, or a person. */
  by: z.enum(["app", "schedule", "person"]),
  /** Of a person: who. */
  requestedBy: label(100).optional(),
  /** Value of the input `pawl-key`, by which the workflow run is found again. */
  key: label(200),
  workflowRun: WorkflowRunLink.optional(),
  /**
   * `claimed`: about to be dispatched. `dispatched`: GitHub took it. `judged`: its evidence is a window. `failed`: the
   * workflow run is over and left nothing. `refused`: GitHub would not start it. `missed`: it was never started, because
   * a later slot was due by then.
   */
  state: z.enum(["claimed", "dispatched", "judged", "failed", "refused", "missed"]),
  /** Of `failed` and `refused`: one sentence. */
  reason: text(500).optional(),
});
export type Slot = z.infer<typeof Slot>;

/** What one column did in one window: the finding that says most. */
export const WindowScore = z.strictObject({
  column: label(),
  aspect: label(40),
  effect: z.number(),
  bound: z.number().nonnegative(),
  verdict: DriftVerdict,
  /** The finding speaks of a broken feed: another unit, missing or stand-in values, another spelling. */
  structural: z.boolean(),
});
export type WindowScore = z.infer<typeof WindowScore>;

/** The primary metric of the model that served, on the rows of a window whose labels have arrived. */
export const WindowPerformance = z.strictObject({
  metric: label(),
  /** Null where it is not defined, as ROC AUC with one class. */
  value: z.number().nullable(),
  /** 95 % two-sided. */
  interval: Interval.nullable(),
  /** The champion's evaluation, where one is on the ledger. */
  expected: z.number().nullable(),
  /** How much worse than expected, in the metric's own unit; positive is worse. */
  drop: z.number().nullable(),
  /** Rows with a label, and rows. */
  labelled: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  /** Fewer labels have arrived than the configuration asks for. */
  provisional: z.boolean(),
  /** What it would be without labels, where that could be estimated. */
  estimated: z.number().nullable().optional(),
});
export type WindowPerformance = z.infer<typeof WindowPerformance>;

/** What one check found. */
export const Window = z.strictObject({
  /** The slot's time. */
  slot: Instant,
  /** Key of the dataset. */
  dataset: label(64).optional(),
  /** Of the rows that were judged, where the configuration says how long a window is: `[start, end)`. */
  start: Instant.optional(),
  end: Instant.optional(),
  /** The drift document on the ledger. */
  document: z.strictObject({ path: label(300), digest: Sha256 }),
  workflowRun: WorkflowRunLink,
  commit: CommitSha,
  judgedAt: Instant,
  rows: z.int().nonnegative(),
  /** Of the current data, as `<algorithm>:<value>`. */
  fingerprint: label(100).optional(),
  verdict: DriftVerdict,
  /** Of the data evidence that the same workflow run left; undefined where it left none. */
  contract: z.enum(["pass", "fail", "inconclusive"]).optional(),
  /** True where the contract is broken, or everything that drifted is structural: an incident of the feed, not drift. */
  broken: z.boolean(),
  /** Something changed so much that people are told at once. */
  gross: z.boolean().optional(),
  /**
   * Why one that did not drift is no reference by itself: `stands-out`, nothing was certain but something looked large, with
   * few batches to tell; `creep`, the newest windows together have moved away from the training data.
   */
  held: z.enum(["stands-out", "creep"]).optional(),
  scores: z.array(WindowScore).max(MAX_WINDOW_SCORES),
  /** The same window is judged again as labels arrive: the newest. */
  performance: WindowPerformance.optional(),
});
export type Window = z.infer<typeof Window>;

/** What somebody says about one reference batch, with `/pawl accept` or `/pawl exclude`. */
export const BatchDecision = z.strictObject({
  batch: BatchName,
  says: z.enum(["accept", "exclude"]),
  /** Of an accepted window: its drift document. Another attempt of its workflow run may find other data, which nobody accepted. */
  document: Sha256.optional(),
  /** Login. */
  by: label(100),
  at: Instant,
  reason: text(500),
});
export type BatchDecision = z.infer<typeof BatchDecision>;

/** `models/<model>/monitoring.json`. Newest first. */
export const Monitoring = z.strictObject({
  schema: z.literal("pawl.monitoring/v1"),
  model: ModelName,
  slots: z.array(Slot).max(MAX_SLOTS),
  windows: z.array(Window).max(MAX_WINDOWS),
  /** The schedule whose slots are claimed, and since when: nothing was due before. Undefined: there is none. */
  watched: z.strictObject({ cron: label(100), timeZone: label(60), since: Instant }).optional(),
  /** Which batches people let in or keep out of what the data are compared with: one for each batch. */
  decisions: z.array(BatchDecision).max(MAX_BATCH_DECISIONS).optional(),
});
export type Monitoring = z.infer<typeof Monitoring>;

export function monitoringPath(model: string): string {
  return `models/${model}/monitoring.json`;
}

export function noMonitoring(model: string): Monitoring {
  return { schema: "pawl.monitoring/v1", model, slots: [], windows: [] };
}
