import { z } from "zod";
import { EvaluationTask, MetricEstimate } from "./evaluation-evidence.ts";
import { Instant, label, text } from "./limits.ts";
import { FileIdentity } from "./run-evidence.ts";

/** A detector that went over the errors of the labelled rows in their order. */
export const ConceptDrift = z.strictObject({
  method: z.enum(["page-hinkley", "adwin"]),
  detected: z.boolean(),
  /** Rows that were looked at, and the first row at which it alarmed, counted from 1. */
  rows: z.int().nonnegative(),
  at: z.int().positive().optional(),
  /** Time of that row, where rows have one. */
  atTime: Instant.optional(),
  parameters: z.record(label(60), z.number()),
  /** One sentence. */
  words: text(500),
});
export type ConceptDrift = z.infer<typeof ConceptDrift>;

/** Performance of the serving model on the rows of one window. */
export const PerformanceWindow = z.strictObject({
  /** `[start, end)`; absent where rows have no time, so that all of them are one window. */
  start: Instant.optional(),
  end: Instant.optional(),
  /** Without those left out. */
  rows: z.int().nonnegative(),
  /** Of these the ones whose label has arrived. */
  labelled: z.int().nonnegative(),
  /** Rows left out because the model was trained on them. */
  leftOut: z.int().nonnegative(),
  /** Fewer than the declared share of the labels has arrived, or the window is younger than labels take: not to be compared. */
  provisional: z.boolean(),
  /** On the labelled rows, with intervals. */
  metrics: z.array(MetricEstimate).max(40),
  /** Without labels, of all rows; empty where the estimator's preconditions do not hold. */
  estimated: z.array(MetricEstimate).max(20),
  concept: z.array(ConceptDrift).max(4),
});
export type PerformanceWindow = z.infer<typeof PerformanceWindow>;

/** What a drift check found out about the model itself. */
export const PerformanceEvidence = z.strictObject({
  task: EvaluationTask,
  positiveLabel: text(200).optional(),
  predictions: FileIdentity.optional(),
  labels: FileIdentity.optional(),
  /** Of the label-free estimate: its name, and what has to hold for it to be right. Absent where there is none. */
  estimator: z
    .strictObject({
      name: label(60),
      /** Probabilities were calibrated on the champion's evaluation first. */
      calibrated: z.boolean(),
      preconditions: z.array(text(300)).max(10),
      /** Mean absolute difference to what labels said later, by metric, over the windows that have both. */
      error: z.record(label(), z.number()),
    })
    .optional(),
  /** Newest first. */
  windows: z.array(PerformanceWindow).max(24),
  notes: z.array(text(500)).max(50),
});
export type PerformanceEvidence = z.infer<typeof PerformanceEvidence>;
