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
 * Numbers are those of NannyML 0.13.1's CBPE, which rounds the cumulated sums to five digits. Where it says 0 for 0/0,
 * this says null.
 *
 * @see J. Kivimäki, J. Białek, W. Kuberski, J. K. Nurminen, arXiv:2505.05295
 */
export function createConfidenceEstimate(): ConfidenceEstimate {
  let rows = 0;
  let hits = 0;
  const curve = { positives: 0, negatives: 0, area: 0, precision: 0 };
  const matrix = { found: 0, wrong: 0, missed: 0, spared: 0, rows: 0 };
  const addRow = (probability: number): void => {
    rows++;
    hits += probability;
    const positives = roundSum(hits);
    const negatives = roundSum(rows - hits);
    curve.area += ((negatives - curve.negatives) * (positives + curve.positives)) / 2;
    curve.precision += ((positives - curve.positives) * positives) / rows;
    curve.positives = positives;
    curve.negatives = negatives;
  };
  return {
    add: (probability, predicted, count) => {
      for (let row = 0; row < count; row++) addRow(probability);
      if (predicted === undefined) return;
      matrix.rows += count;
      matrix[predicted ? "found" : "missed"] += probability * count;
      matrix[predicted ? "wrong" : "spared"] += (1 - probability) * count;
    },
    rows: () => rows,
    finish: () => ({
      "roc-auc": divide(curve.area, curve.positives * curve.negatives),
      "pr-auc": divide(curve.precision, curve.positives),
      ...(matrix.rows === 0 ? {} : labelMetrics(matrix)),
    }),
  };
}

interface Matrix {
  readonly found: number;
  readonly wrong: number;
  readonly missed: number;
  readonly spared: number;
  readonly rows: number;
}

function labelMetrics({ found, wrong, missed, spared, rows }: Matrix): EstimatedMetrics {
  return {
    accuracy: divide(found + spared, rows),
    precision: divide(found, found + wrong),
    recall: divide(found, found + missed),
    specificity: divide(spared, spared + wrong),
    f1: divide(found, found + (wrong + missed) / 2),
  };
}

function divide(top: number, bottom: number): number | null {
  return bottom === 0 ? null : top / bottom;
}

/** To five digits, halves to the even one. */
function roundSum(value: number): number {
  const scaled = value * 1e5;
  const down = Math.floor(scaled);
  const rest = scaled - down;
  const up = rest > 0.5 || (rest === 0.5 && down % 2 !== 0);
  return (up ? down + 1 : down) / 1e5;
}
