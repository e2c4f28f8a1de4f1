import type { Calibration } from "./calibration.ts";

/** Scores next to each other that get one probability. */
interface Block {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly positives: number;
}

export interface IsotonicFit {
  /** Rows of one score. Each score once, in rising order. */
  readonly add: (score: number, rows: number, positives: number) => void;
  readonly finish: () => Calibration;
}

/**
 * Isotonic regression of the share of positives on the score, by pooling neighbours that fall. It holds blocks, not rows.
 * The function is the one of scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
 *
 * @see M. J. Best, N. Chakravarti, Mathematical Programming 47 (1990) 425–439
 */
export function createIsotonicFit(): IsotonicFit {
  const blocks: Block[] = [];
  return {
    add: (score, rows, positives) => {
      let block: Block = { first: score, last: score, rows, positives };
      for (;;) {
        const before = blocks.at(-1);
        // Shares as products, so that equal ones are equal.
        if (before === undefined || before.positives * block.rows < block.positives * before.rows) break;
        blocks.pop();
        block = {
          first: before.first,
          last: block.last,
          rows: before.rows + block.rows,
          positives: before.positives + block.positives,
        };
      }
      blocks.push(block);
    },
    finish: () => {
      const knots = blocks.flatMap(({ first, last, rows, positives }) => {
        const probability = positives / rows;
        return first === last
          ? [{ score: first, probability }]
          : [first, last].map((score) => ({ score, probability }));
      });
      return { scores: knots.map(({ score }) => score), probabilities: knots.map(({ probability }) => probability) };
    },
  };
}
