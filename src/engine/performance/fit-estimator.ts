import type { Calibration } from "../../core/performance/calibration.ts";
import { createRandom } from "../../core/performance/create-random.ts";
import { createIsotonicFit } from "../../core/performance/isotonic-fit.ts";
import { needsCalibration } from "../../core/performance/needs-calibration.ts";
import {
  type ClassSpread,
  createReferenceSpread,
  type ReferenceSpread,
} from "../../core/performance/reference-spread.ts";
import type { Engine } from "../engine.ts";

/** What the reference's labelled rows teach the estimator. */
export interface FittedEstimator {
  /** Undefined: the probabilities are good as they are. */
  readonly calibration: Calibration | undefined;
  readonly spread: ReferenceSpread;
  /** Where the class is one of several. */
  readonly classSpread: ClassSpread;
  /** Smallest and greatest score of the reference. */
  readonly low: number;
  readonly high: number;
}

/** Whether calibration is needed is judged on at most so many rows, evenly taken in the order of the score. */
const MAX_JUDGED_ROWS = 200_000;

/** Fits the estimator on the binary rows of `relation` (`s`, `y`, `p`), in one pass over their different scores. */
export async function fitEstimator(
  engine: Engine,
  relation: string,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): Promise<FittedEstimator> {
  const fit = createIsotonicFit();
  const spread = createReferenceSpread();
  const judged = createSample(rows);
  const tie = { score: Number.NaN, rows: 0, positives: 0 };
  let low = Number.POSITIVE_INFINITY;
  const close = () => {
    if (tie.rows > 0) fit.add(tie.score, tie.rows, tie.positives);
    tie.rows = 0;
    tie.positives = 0;
  };
  await engine.scan(countStatement(relation), ([scores = NONE, labels = NONE, predictions = NONE, counts = NONE]) => {
    for (const [row, score] of scores.entries()) {
      const positive = labels[row] === 1;
      const count = counts[row] ?? 0;
      spread.add(score, positive, toPrediction(predictions[row]), count);
      judged.add(score, positive, count);
      if (score !== tie.score) close();
      low = Math.min(low, score);
      tie.score = score;
      tie.rows += count;
      tie.positives += positive ? count : 0;
    }
  });
  close();
  const isNeeded = needsCalibration(judged.finish(), createRandom(seed));
  return {
    calibration: isNeeded ? fit.finish() : undefined,
    spread: spread.finish(),
    classSpread: spread.finishClass(),
    low,
    high: tie.score,
  };
}

const NONE = new Float64Array();

function countStatement(relation: string): string {
  return `SELECT s, CAST(y AS DOUBLE) AS y, CAST(p AS DOUBLE) AS p, CAST(count(*) AS DOUBLE) AS rows
    FROM ${relation} GROUP BY s, y, p ORDER BY s, y, p`;
}

/** NaN is NULL: the row has no prediction. */
export function toPrediction(cell: number | undefined): boolean | undefined {
  return cell === undefined || Number.isNaN(cell) ? undefined : cell === 1;
}

function createSample(rows: number) {
  const stride = Math.max(1, Math.ceil(rows / MAX_JUDGED_ROWS));
  const size = Math.ceil(rows / stride);
  const scores = new Float64Array(size);
  const labels = new Uint8Array(size);
  let seen = 0;
  let kept = 0;
  return {
    add: (score: number, positive: boolean, count: number): void => {
      // Places of the sample among these rows: multiples of the stride.
      for (; kept < size && kept * stride < seen + count; kept++) {
        scores[kept] = score;
        labels[kept] = positive ? 1 : 0;
      }
      seen += count;
    },
    finish: () => ({ scores, labels }),
  };
}
