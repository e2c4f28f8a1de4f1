import { createConfidenceCurve } from "./confidence-curve.ts";
import { createConfidenceMatrix } from "./confidence-matrix.ts";

/** Metrics that can be estimated from probabilities alone; null where they are 0/0, absent where rows have no prediction. */
export type EstimatedMetrics = Readonly<Record<string, number | null>>;

export interface ConfidenceEstimate {
  /**
   * Rows with one calibrated probability of the positive class, and whether the model says positive; undefined where it
   * says nothing. In falling order of the score as the model gave it.
   */
  readonly add: (probability: number, predicted: boolean | undefined, rows: number) => void;
  readonly rows: () => number;
  readonly finish: () => EstimatedMetrics;
}

/**
 * Confidence-based estimate of binary metrics: a row with the probability p is p of a positive and 1 − p of a negative, so
 * that the confusion matrix and the ROC and precision–recall curves are sums of probabilities.
 *
 * Numbers are those of NannyML 0.13.1's CBPE. Where it says 0 for 0/0, this says null.
 *
 * @see J. Kivimäki, J. Białek, W. Kuberski, J. K. Nurminen, arXiv:2505.05295
 */
export function createConfidenceEstimate(): ConfidenceEstimate {
  const curve = createConfidenceCurve();
  const matrix = createConfidenceMatrix();
  return {
    add: (probability, predicted, rows) => {
      curve.add(probability, rows);
      if (predicted !== undefined) matrix.add(probability, predicted, rows);
    },
    rows: curve.rows,
    finish: () => ({ ...curve.finish(), ...(matrix.rows() === 0 ? {} : matrix.finish()) }),
  };
}
