import { studentTPValue } from "../../statistics/student-t.ts";
import type { BatchSet } from "../batch-set.ts";
import { degreesOfFreedom, priorOf } from "./few-batches.ts";
import { meanOfOthers } from "./mean-of-others.ts";
import { predictiveTail } from "./predictive-tail.ts";

/** Of √noise: batches that agree better than this agree by chance. */
const LEAST_SPREAD = 0.12;

/**
 * p2 of distances e ≥ 0, K + 1 entries: the predictive t of √e, on which both noise and movement of batches are about
 * normal in the upper tail. With few batches Student's t of e, its mean square taken together with the prior's: noise² and a
 * quarter of the effect's variance, for a distribution moves by about half of what its mean does.
 *
 * @param noise What chance alone shows on average, by entry.
 */
export function calibrateDistance(distances: Float64Array, noise: Float64Array, set: BatchSet): Float64Array {
  const degrees = degreesOfFreedom(set);
  const prior = priorOf(set);
  if (prior === undefined) {
    return predictiveTail(
      distances.map((distance) => Math.sqrt(Math.max(distance, 0))),
      degrees,
      (entry) => LEAST_SPREAD * Math.sqrt(noise[entry] ?? 0),
    );
  }
  const squares = meanOfOthers(distances.map((distance) => distance * distance));
  const batches = set.members.length;
  return distances.map((distance, entry) => {
    const expected = (noise[entry] ?? 0) ** 2 + prior.effectOf(set, entry) / 4;
    const movement = (batches * (squares[entry] ?? 0) + prior.worth * expected) / (batches + prior.worth);
    return studentTPValue(distance / Math.sqrt(movement), degrees);
  });
}
