/** A rising function from a score to a probability: straight between the knots, level beyond them. */
export interface Calibration {
  /** Rising. */
  readonly scores: readonly number[];
  /** One for each score, never falling. */
  readonly probabilities: readonly number[];
}

/** The calibrated probability of a score. */
export function calibrate({ scores, probabilities }: Calibration, score: number): number {
  let low = 0;
  let high = scores.length - 1;
  if (score <= (scores[0] ?? 0)) return probabilities[0] ?? score;
  if (score >= (scores[high] ?? 0)) return probabilities[high] ?? score;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((scores[middle] ?? 0) <= score) low = middle;
    else high = middle;
  }
  const [x1 = 0, x2 = 0, y1 = 0, y2 = 0] = [scores[low], scores[high], probabilities[low], probabilities[high]];
  return y1 + ((y2 - y1) / (x2 - x1)) * (score - x1);
}
