/** Metrics of one class against the rest; null where they are 0/0. */
export interface ClassMetrics {
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly specificity: number | null;
  readonly f1: number | null;
}

export interface ConfidenceMatrix {
  /** Rows with one probability of the class, and whether the model says that they are of it. */
  readonly add: (probability: number, predicted: boolean, rows: number) => void;
  readonly rows: () => number;
  /** Whether any row has a probability of the class, or is predicted to be of it. */
  readonly occurs: () => boolean;
  readonly finish: () => ClassMetrics;
}

/** The confusion matrix of one class against the rest, as sums of probabilities. */
export function createConfidenceMatrix(): ConfidenceMatrix {
  const matrix = { found: 0, wrong: 0, missed: 0, spared: 0 };
  let rows = 0;
  return {
    add: (probability, predicted, count) => {
      rows += count;
      matrix[predicted ? "found" : "missed"] += probability * count;
      matrix[predicted ? "wrong" : "spared"] += (1 - probability) * count;
    },
    rows: () => rows,
    occurs: () => matrix.found + matrix.wrong + matrix.missed > 0,
    finish: () => {
      const { found, wrong, missed, spared } = matrix;
      return {
        accuracy: divide(found + spared, rows),
        precision: divide(found, found + wrong),
        recall: divide(found, found + missed),
        specificity: divide(spared, spared + wrong),
        f1: divide(found, found + (wrong + missed) / 2),
      };
    },
  };
}

function divide(top: number, bottom: number): number | null {
  return bottom === 0 ? null : top / bottom;
}
