import { studentTPValue } from "../../statistics/student-t.ts";
import type { BatchSet } from "../batch-set.ts";
import { excessOfChance } from "./excess-of-chance.ts";
import { degreesOfFreedom, priorOf } from "./few-batches.ts";
import { meanOfOthers } from "./mean-of-others.ts";
import { predictiveTail } from "./predictive-tail.ts";

/** Of √noise: batches that agree better than this agree by chance. */
const LEAST_SPREAD = 0.12;
/** Of √noise: standard deviation of √e where chance alone makes it. */
const CHANCE_SPREAD = 0.25;
/** What chance alone shows, in noises: of a distance that still has it, and of one that is what is left without it. */
const CHANCE = { whole: 1.7, left: 0.5 } as const;

/**
 * p2 of distances e ≥ 0, K + 1 entries: the predictive t of √e, on which both noise and movement of batches are about
 * normal in the upper tail. With few batches Student's t of e, its mean square taken together with the prior's: noise² and a
 * quarter of the effect's variance, for a distribution moves by about half of what its mean does. The others of a batch that
 * is smaller than they are have the squares of what chance shows more of in it added to theirs.
 *
 * @param noise About 0.6 of what chance alone shows on average, by entry; or, with `left`, a quarter of what was taken off.
 */
export function calibrateDistance(
  distances: Float64Array,
  noise: Float64Array,
  set: BatchSet,
  has: keyof typeof CHANCE = "whole",
): Float64Array {
  const smaller = excessOfChance(set.rows);
  const added = noise.map((one, entry) => (CHANCE[has] * one) ** 2 * (smaller[entry] ?? 0));
  const degrees = degreesOfFreedom(set);
  const prior = priorOf(set);
  if (prior === undefined) {
    const least = (entry: number) =>
      Math.sqrt(noise[entry] ?? 0) * Math.max(LEAST_SPREAD, CHANCE_SPREAD * Math.sqrt(smaller[entry] ?? 0));
    const tail = (values: Float64Array) =>
      predictiveTail(
        values.map((distance) => Math.sqrt(Math.max(distance, 0))),
        degrees,
        least,
      );
    const plain = tail(distances);
    return plain.map((p, entry) =>
      (added[entry] ?? 0) === 0 ? p : (tail(raiseOthers(distances, entry, added[entry] ?? 0))[entry] ?? 1),
    );
  }
  const squares = meanOfOthers(distances.map((distance) => distance * distance));
  const batches = set.members.length;
  return distances.map((distance, entry) => {
    const expected = (noise[entry] ?? 0) ** 2 + prior.effectOf(set, entry) / 4;
    const observed = (squares[entry] ?? 0) + (added[entry] ?? 0);
    const movement = (batches * observed + prior.worth * expected) / (batches + prior.worth);
    return studentTPValue(distance / Math.sqrt(movement), degrees);
  });
}

/** As the other batches would be if each had as few rows as this one. */
function raiseOthers(distances: Float64Array, entry: number, added: number): Float64Array {
  return distances.map((distance, other) => (other === entry ? distance : Math.sqrt(distance * distance + added)));
}
