import { createConfidenceCurve } from "./confidence-curve.ts";

export interface RankedTies {
  /** Rows of one score and one probability of the class, in falling order of the score. */
  readonly add: (score: number, probability: number, rows: number) => void;
  /** Area below the ROC curve; null where it is 0/0. */
  readonly finish: () => number | null;
}

/**
 * The ROC curve of one class against the rest. Its rows of one score may have different probabilities, because those of
 * the other classes weigh in: each counts with their mean, so that their order does not matter.
 */
export function createRankedTies(): RankedTies {
  const curve = createConfidenceCurve();
  const tie = { score: Number.NaN, sum: 0, rows: 0 };
  const close = (): void => {
    if (tie.rows > 0) curve.add(tie.sum / tie.rows, tie.rows);
    tie.sum = 0;
    tie.rows = 0;
  };
  return {
    add: (score, probability, rows) => {
      if (score !== tie.score) close();
      tie.score = score;
      tie.sum += probability * rows;
      tie.rows += rows;
    },
    finish: () => {
      close();
      return curve.finish()["roc-auc"];
    },
  };
}
