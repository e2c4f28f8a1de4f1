import { studentTPValue } from "../../statistics/student-t.ts";
import { degreesOfFreedom, distanceWithPrior, priorBatches } from "./few-batches.ts";
import { meanOfOthers } from "./mean-of-others.ts";
import { predictiveTail } from "./predictive-tail.ts";

/** Of √noise: batches that agree better than this agree by chance. */
const LEAST_SPREAD = 0.12;

/**
 * p2 of distances e ≥ 0, K + 1 entries: the predictive t of √e, on which both noise and movement of batches are about
 * normal in the upper tail. With few batches Student's t of e, its mean square taken together with the prior's.
 *
 * @param noise What chance alone shows on average, by entry.
 */
export function calibrateDistance(distances: Float64Array, noise: Float64Array): Float64Array {
  const batches = distances.length - 1;
  if (priorBatches(batches) === 0) {
    return predictiveTail(
      distances.map((distance) => Math.sqrt(Math.max(distance, 0))),
      (entry) => LEAST_SPREAD * Math.sqrt(noise[entry] ?? 0),
    );
  }
  const squares = meanOfOthers(distances.map((distance) => distance * distance));
  const degrees = degreesOfFreedom(batches);
  return distances.map((distance, entry) => {
    const movement = distanceWithPrior(squares[entry] ?? 0, noise[entry] ?? 0, batches);
    return studentTPValue(distance / Math.sqrt(movement), degrees);
  });
}
