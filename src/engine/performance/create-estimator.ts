import { formatShare } from "../../core/drift/format-share.ts";
import type { MetricEstimate } from "../../core/evidence/evaluation-evidence.ts";
import type { PerformanceEvidence } from "../../core/evidence/performance-evidence.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import type { Engine } from "../engine.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import { estimateWindow } from "./estimate-window.ts";
import { fitEstimator } from "./fit-estimator.ts";
import { type CountedWindow, type JudgedRows, judgeRows } from "./measure-windows.ts";

/** Estimates a window; a note says why where it does not. */
export interface Estimator {
  readonly about: Omit<NonNullable<PerformanceEvidence["estimator"]>, "error">;
  readonly estimate: (window: CountedWindow) => Promise<{ readonly metrics: MetricEstimate[]; readonly note?: string }>;
}

export interface EstimatorQuestion {
  readonly plan: EvaluationPlan;
  readonly columns: PredictionColumns;
  readonly reference: (JudgedRows & { readonly name: string }) | undefined;
  readonly seed: number;
}

/** With a larger share of a window's scores beyond those of the reference, its rows are not those that calibration knows. */
const MAX_BEYOND = 0.05;

/** The label-free estimator of a model, or the sentence that says why there is none. */
export async function createEstimator(engine: Engine, question: EstimatorQuestion): Promise<Estimator | string> {
  const { plan, columns, reference, seed } = question;
  if (plan.task !== "binary") return `There is no label-free estimate of a ${plan.task} model.`;
  if (reference === undefined) {
    return "There is no label-free estimate: it needs predictions with labels to learn from, those of the champion's evaluation.";
  }
  if (!reference.hasScores || !reference.probabilities) {
    return `There is no label-free estimate: ${reference.name} has no probabilities.`;
  }
  const fitted = await fitEstimator(engine, reference, { rows: reference.count, seed });
  const estimate = async (window: CountedWindow) => {
    const rows = await judgeRows(engine, plan, columns, {
      name: `unlabelled_${String(window.number)}`,
      where: `w = ${String(window.number)} AND NOT trained`,
      label: plan.classes[0] ?? "",
    });
    if (rows === undefined) return { metrics: [] };
    if (!rows.hasScores || !rows.probabilities) return { metrics: [], note: "its scores are no probabilities" };
    const { metrics, beyond } = await estimateWindow(engine, rows.rows, fitted);
    if (beyond <= MAX_BEYOND) return { metrics };
    return { metrics: [], note: `${formatShare(beyond)} of its scores are beyond all scores of ${reference.name}` };
  };
  const calibrated = fitted.calibration !== undefined;
  const preconditions = describePreconditions(reference, calibrated);
  return { about: { name: "cbpe", calibrated, preconditions }, estimate };
}

function describePreconditions({ name, count }: JudgedRows & { readonly name: string }, calibrated: boolean): string[] {
  const rows = `the ${String(count)} labelled rows of ${name}`;
  return [
    calibrated
      ? `The scores are probabilities: isotonic regression on ${rows} has calibrated them.`
      : `The scores are probabilities: on ${rows} isotonic regression would not make them better.`,
    "What the inputs say about the label is what it was: without labels a concept drift cannot be seen, and the estimate is then wrong.",
    `The rows are like those of ${name}: where more than ${formatShare(MAX_BEYOND)} of a window's scores are beyond all of its own, there is no estimate.`,
  ];
}
