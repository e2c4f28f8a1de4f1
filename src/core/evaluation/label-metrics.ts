import type { ClassTallies } from "./class-tallies.ts";

/** A metric of labels and predictions; null where it is 0/0. */
export type LabelMetric = (tallies: ClassTallies) => number | null;

/** Class numbers of a binary evaluation. */
export const NEGATIVE = 0;
export const POSITIVE = 1;

export const accuracy: LabelMetric = ({ correct, rows }) => divide(correct, rows);

/** Mean recall of the classes that occur as labels. */
export const balancedAccuracy: LabelMetric = ({ actual, hits }) => {
  const recalls = Array.from(actual, (rows, index) => divide(hits[index] ?? 0, rows));
  return mean(recalls.filter((recall) => recall !== null));
};

/** Of one class. */
export const precisionOf =
  (index: number): LabelMetric =>
  ({ hits, predicted }) =>
    divide(hits[index] ?? 0, predicted[index] ?? 0);

export const recallOf =
  (index: number): LabelMetric =>
  ({ hits, actual }) =>
    divide(hits[index] ?? 0, actual[index] ?? 0);

export const f1Of =
  (index: number): LabelMetric =>
  ({ hits, actual, predicted }) =>
    divide(2 * (hits[index] ?? 0), (actual[index] ?? 0) + (predicted[index] ?? 0));

/**
 * Mean over the classes that occur as label or prediction. A class for which the metric is 0/0 counts as 0, as
 * scikit-learn's default does, so that the number is the one that people know.
 */
export const macro =
  (metricOf: (index: number) => LabelMetric): LabelMetric =>
  (tallies) => {
    const values: number[] = [];
    for (let index = 0; index < tallies.actual.length; index++) {
      if ((tallies.actual[index] ?? 0) + (tallies.predicted[index] ?? 0) === 0) continue;
      values.push(metricOf(index)(tallies) ?? 0);
    }
    return mean(values);
  };

/** Matthews' correlation of labels and predictions (Gorodkin's R_K); 0 where one of them never varies. */
export const matthewsCorrelation: LabelMetric = ({ rows, correct, actual, predicted }) => {
  if (rows === 0) return null;
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  const covariance = correct * rows - dot(actual, predicted);
  const spread = (rows * rows - dot(predicted, predicted)) * (rows * rows - dot(actual, actual));
  return spread === 0 ? 0 : covariance / Math.sqrt(spread);
};

function divide(top: number, bottom: number): number | null {
  return bottom === 0 ? null : top / bottom;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
