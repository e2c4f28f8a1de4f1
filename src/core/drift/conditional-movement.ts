import { meanOfOthers } from "./calibrate/mean-of-others.ts";

/** Drawn to 1 as if the slope had been seen once more, with so much of the variance of chance. */
const DRAWN_TO_ONE = 0.2;
const [LEAST_SLOPE, MOST_SLOPE] = [-0.5, 2];

/** Movement of K + 1 batches and what another column's movement predicts of it. */
interface Predicted {
  readonly changes: Float64Array;
  readonly predictions: Float64Array;
  readonly variances: Float64Array;
}

/**
 * What is left of a change d after the part β e that another column's movement predicts: β = (mean d e + .2 v)/(mean e² + .2 v)
 * over the other reference batches, between −½ and 2.
 */
export function beyondPrediction({ changes, predictions, variances }: Predicted): Float64Array {
  const products = meanOfOthers(changes.map((change, entry) => change * (predictions[entry] ?? 0)));
  const squares = meanOfOthers(predictions.map((prediction) => prediction * prediction));
  return changes.map((change, entry) => {
    const drawn = DRAWN_TO_ONE * (variances[entry] ?? 0);
    const slope = ((products[entry] ?? 0) + drawn) / ((squares[entry] ?? 0) + drawn);
    if (!Number.isFinite(slope)) return change;
    return change - Math.min(MOST_SLOPE, Math.max(LEAST_SLOPE, slope)) * (predictions[entry] ?? 0);
  });
}
