import { z } from "zod";
import { evidenceHeader } from "./identity.ts";
import { boundedRecord, CommitSha, label, Sha256, text } from "./limits.ts";
import { OciDigest } from "./oci-digest.ts";
import { FileIdentity, Outcome } from "./run-evidence.ts";

export const EvaluationTask = z.enum(["binary", "multiclass", "regression"]);
export type EvaluationTask = z.infer<typeof EvaluationTask>;

/** Lower and upper bound. */
export const Interval = z.tuple([z.number(), z.number()]);
export type Interval = z.infer<typeof Interval>;

/** One metric on one set of rows. `value` is null where it is not defined (ROC AUC with one class); `reason` says why. */
export const MetricEstimate = z.strictObject({
  name: label(),
  value: z.number().nullable(),
  /** 95 % two-sided. */
  interval: Interval.nullable(),
  /** How the interval was made: `wilson`, `delong-logit`, `bootstrap`, `mean-z` … */
  method: label(40).optional(),
  reason: text(300).optional(),
});
export type MetricEstimate = z.infer<typeof MetricEstimate>;

/** One metric of two models on the same rows. `difference` is `here` − `there`, in the metric's own unit and sign. */
export const MetricDifference = z.strictObject({
  name: label(),
  here: z.number().nullable(),
  there: z.number().nullable(),
  difference: z.number().nullable(),
  /** 95 % two-sided, paired. */
  interval: Interval.nullable(),
  method: label(40).optional(),
  pValue: z.number().min(0).max(1).nullable().optional(),
  reason: text(300).optional(),
});
export type MetricDifference = z.infer<typeof MetricDifference>;

/** Rows of one value of one slice column. `value` is a category name, already allowed by the configuration. */
export const SliceKey = z.strictObject({ column: label(), value: text(200) });

export const SliceEvaluation = z.strictObject({
  slice: SliceKey,
  rows: z.int().nonnegative(),
  metrics: z.array(MetricEstimate).max(40),
});
export type SliceEvaluation = z.infer<typeof SliceEvaluation>;

export const SliceComparison = z.strictObject({
  slice: SliceKey,
  rows: z.int().nonnegative(),
  metrics: z.array(MetricDifference).max(40),
});
export type SliceComparison = z.infer<typeof SliceComparison>;

export const Comparison = z.strictObject({
  against: z.enum(["baseline", "champion"]),
  /** The other model's predictions, so that the App can check which model it was. */
  predictions: FileIdentity,
  /** Where they came from; absent where a file was handed in by the workflow. */
  workflowRunId: z.int().positive().optional(),
  commit: CommitSha.optional(),
  /**
   * Of a champion that this workflow run judged again, on this test data: the digest of its package, `sha256:…`. Its
   * predictions are on no record.
   */
  package: OciDigest.optional(),
  /** Accounting of the join by id. */
  rows: z.strictObject({
    joined: z.int().nonnegative(),
    onlyHere: z.int().nonnegative(),
    onlyThere: z.int().nonnegative(),
    doubledHere: z.int().nonnegative(),
    doubledThere: z.int().nonnegative(),
    /** Joined rows whose labels differ; they are left out of the comparison. */
    labelsDiffer: z.int().nonnegative(),
  }),
  metrics: z.array(MetricDifference).max(60),
  slices: z.array(SliceComparison).max(500),
});
export type Comparison = z.infer<typeof Comparison>;

export const EvaluationEvidence = z.strictObject({
  schema: z.literal("pawl.evaluation/v1"),
  ...evidenceHeader,
  task: EvaluationTask,
  /** Binary: the label value that counts as positive. */
  positiveLabel: text(200).optional(),
  /** Multiclass: class names in the order of the score columns. */
  classes: z.array(text(200)).max(1000).optional(),
  /** Decision threshold where predictions were made from scores. */
  threshold: z.number().optional(),
  command: text(4000).optional(),
  outcome: Outcome,
  predictions: FileIdentity.optional(),
  rows: z.int().nonnegative(),
  /** Rows left out (no label, not finite), and why. */
  leftOut: z.array(z.strictObject({ reason: text(200), rows: z.int().nonnegative() })).max(20),
  /** sha-256 over the sums of md5 halves of all (id, label) pairs, and their number: equal for the same test data, whoever predicted. */
  testData: Sha256.optional(),
  /** sha-256 over the evaluation code's files, as named by `evaluation.paths` of the configuration. */
  evaluationCode: Sha256.optional(),
  metrics: z.array(MetricEstimate).max(60),
  /** From the command's own JSON; no interval can be given. */
  customMetrics: boundedRecord(z.number(), 200),
  slices: z.array(SliceEvaluation).max(500),
  comparisons: z.array(Comparison).max(2),
  notes: z.array(text(500)).max(50),
});
export type EvaluationEvidence = z.infer<typeof EvaluationEvidence>;
