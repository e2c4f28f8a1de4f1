import type { Engine } from "../engine.ts";
import { createMulticlassEstimator } from "./create-multiclass-estimator.ts";
import { estimateWindow } from "./estimate-window.ts";
import {
  describePreconditions,
  type Estimator,
  type EstimatorQuestion,
  type NamedReference,
  unlessBeyond,
} from "./estimator.ts";
import { fitEstimator } from "./fit-estimator.ts";
import { type CountedWindow, judgeRows } from "./measure-windows.ts";

/** The label-free estimator of a model, or the sentence that says why there is none. */
export async function createEstimator(engine: Engine, question: EstimatorQuestion): Promise<Estimator | string> {
  const { plan, reference } = question;
  if (plan.task === "regression") return "There is no label-free estimate of a regression model.";
  if (reference === undefined) {
    return "There is no label-free estimate: it needs predictions with labels to learn from, those of the champion's evaluation.";
  }
  if (!reference.hasScores || !reference.probabilities) {
    return `There is no label-free estimate: ${reference.name} has no probabilities.`;
  }
  return plan.task === "binary"
    ? createBinaryEstimator(engine, question, reference)
    : createMulticlassEstimator(engine, question, reference);
}

async function createBinaryEstimator(
  engine: Engine,
  { plan, columns, seed }: EstimatorQuestion,
  reference: NamedReference,
): Promise<Estimator> {
  const fitted = await fitEstimator(engine, reference.rows, { rows: reference.count, seed });
  const estimate = async (window: CountedWindow) => {
    const rows = await judgeRows(engine, plan, columns, {
      name: `unlabelled_${String(window.number)}`,
      where: `w = ${String(window.number)} AND NOT trained`,
      label: plan.classes[0] ?? "",
    });
    if (rows === undefined) return { metrics: [] };
    if (!rows.hasScores || !rows.probabilities) return { metrics: [], note: "its scores are no probabilities" };
    return unlessBeyond(await estimateWindow(engine, rows.rows, fitted), reference.name);
  };
  const calibrated = fitted.calibration !== undefined;
  const rows = `the ${String(reference.count)} labelled rows of ${reference.name}`;
  const probabilities = calibrated
    ? `The scores are probabilities: isotonic regression on ${rows} has calibrated them.`
    : `The scores are probabilities: on ${rows} isotonic regression would not make them better.`;
  const preconditions = describePreconditions(reference.name, probabilities);
  return { about: { name: "cbpe", calibrated, preconditions }, estimate };
}
