import { normalQuantile } from "../../statistics/normal-distribution.ts";

/** Beyond it consecutive windows are hardly different data. */
const MOST = 0.9;

/**
 * Correlation of consecutive surprises, oldest first: of their normal scores, because their tails are heavy. Shrunk to 0 by
 * what chance alone makes of that many (James and Stein, positive part), so that a few windows give 0 unless they agree
 * strongly; never below 0, which would promise fewer false alarms.
 */
export function serialCorrelation(surprises: readonly number[]): number {
  const count = surprises.length;
  if (count < 4) return 0;
  const scores = normalScores(surprises);
  const square = scores.reduce((sum, score) => sum + score * score, 0);
  if (square === 0) return 0;
  const product = scores.reduce((sum, score, index) => sum + score * (scores[index - 1] ?? 0), 0);
  // That the mean was taken out makes it 1/n too small.
  const raw = product / square + 1 / count;
  if (raw <= 0) return 0;
  return Math.min(MOST, raw * Math.max(0, 1 - 1 / (count * raw * raw)));
}

/** Of each value what a normal sample would have at its rank; equal ones share the middle of their ranks. */
function normalScores(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return normalQuantile((below + same / 2) / values.length);
  });
}
