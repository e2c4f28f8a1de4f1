import { studentTPValue } from "../../statistics/student-t.ts";
import type { BatchSet } from "../batch-set.ts";
import { degreesOfFreedom, priorOf } from "./few-batches.ts";
import { predictiveTail } from "./predictive-tail.ts";

/** Below this the largest of many is chance. */
const LEAST_LARGEST = 1.5;
/** Of ln M among batches. */
const LEAST_SPREAD = 0.2;

/**
 * p2 of the largest of several studentised changes, M ≥ 0, K + 1 entries: the larger of Bonferroni's t and of the predictive
 * t of ln M. What is largest among many cells is largest in other batches too: it is calibrated as one number.
 *
 * @param cells That the largest was chosen from, by entry.
 */
export function calibrateLargest(largest: Float64Array, cells: Float64Array, set: BatchSet): Float64Array {
  const degrees = degreesOfFreedom(set);
  const byCells = largest.map((change, entry) => Math.min(1, studentTPValue(change, degrees) * (cells[entry] ?? 1)));
  if (priorOf(set) !== undefined) return byCells;
  const byBatches = predictiveTail(
    largest.map((change) => Math.log(Math.max(change, LEAST_LARGEST))),
    degrees,
    () => LEAST_SPREAD,
  );
  return byCells.map((p, entry) => Math.max(p, byBatches[entry] ?? 1));
}
