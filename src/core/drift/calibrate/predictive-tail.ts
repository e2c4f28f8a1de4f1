import { studentTSurvival } from "../../statistics/student-t.ts";
import { meanOfOthers } from "./mean-of-others.ts";

/**
 * Probability that a further batch is at least so far up, from the other reference batches: Student's t with
 * (y − ȳ) / (s √(1 + 1/K)), each batch left out of its own ȳ and s. K + 1 entries.
 *
 * @param least What s is at least, by entry: that of chance, so that batches that happen to agree do not make a trifle rare.
 */
export function predictiveTail(values: Float64Array, degrees: number, least: (entry: number) => number): Float64Array {
  const batches = values.length - 1;
  const centre = values.subarray(0, batches).reduce((sum, value) => sum + value, 0) / Math.max(batches, 1);
  // Around their mean: squares of numbers far from 0 would lose the digits that matter.
  const moved = values.map((value) => value - centre);
  const means = meanOfOthers(moved);
  const squares = meanOfOthers(moved.map((value) => value * value));
  const unbiased = (batches - 1) / Math.max(batches - 2, 1);
  return moved.map((value, entry) => {
    const mean = means[entry] ?? 0;
    const spread = Math.sqrt(Math.max((squares[entry] ?? 0) - mean * mean, 0) * unbiased);
    return studentTSurvival((value - mean) / (Math.max(spread, least(entry)) * Math.sqrt(1 + 1 / batches)), degrees);
  });
}
