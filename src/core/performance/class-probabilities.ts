import { type Calibration, calibrate } from "./calibration.ts";

/**
 * Probabilities of the classes of one row: each score calibrated against the rest (undefined: it is good as it is), then
 * shares of their sum; all alike where the sum is 0.
 */
export function classProbabilities(
  calibrations: readonly (Calibration | undefined)[],
  scores: readonly number[],
): number[] {
  const calibrated = scores.map((score, index) => {
    const calibration = calibrations[index];
    return calibration === undefined ? score : calibrate(calibration, score);
  });
  const sum = calibrated.reduce((total, probability) => total + probability, 0);
  return calibrated.map((probability) => (sum === 0 ? 1 / scores.length : probability / sum));
}
