import type { MetricEstimate } from "../../core/evidence/evaluation-evidence.ts";
import type { PerformanceEvidence } from "../../core/evidence/performance-evidence.ts";
import { formatShare } from "../../core/report/format-share.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import type { CountedWindow, JudgedRows } from "./measure-windows.ts";

/** Estimates a window; a note says why where it does not. */
export interface Estimator {
  readonly about: Omit<NonNullable<PerformanceEvidence["estimator"]>, "error">;
  readonly estimate: (window: CountedWindow) => Promise<{ readonly metrics: MetricEstimate[]; readonly note?: string }>;
}

export interface EstimatorQuestion {
  readonly plan: EvaluationPlan;
  readonly columns: PredictionColumns;
  readonly reference: NamedReference | undefined;
  readonly seed: number;
}

/** Labelled rows to learn from, and the name of their file. */
export type NamedReference = JudgedRows & { readonly name: string };

/** With a larger share of a window's scores beyond those of the reference, its rows are not those that calibration knows. */
const MAX_BEYOND = 0.05;

/** What an estimate takes for granted, after the sentence on its probabilities. */
export function describePreconditions(name: string, probabilities: string): string[] {
  return [
    probabilities,
    "What the inputs say about the label is what it was: without labels a concept drift cannot be seen, and the estimate is then wrong.",
    `The rows are like those of ${name}: where more than ${formatShare(MAX_BEYOND)} of a window's scores are beyond all of its own, there is no estimate.`,
  ];
}

/** The estimate, or why it does not count. */
export function unlessBeyond(
  { metrics, beyond }: { readonly metrics: MetricEstimate[]; readonly beyond: number },
  name: string,
): { readonly metrics: MetricEstimate[]; readonly note?: string } {
  if (beyond <= MAX_BEYOND) return { metrics };
  return { metrics: [], note: `${formatShare(beyond)} of its scores are beyond all scores of ${name}` };
}
