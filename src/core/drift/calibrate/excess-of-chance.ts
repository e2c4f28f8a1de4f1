import { meanOfOthers } from "./mean-of-others.ts";

/** A batch is smaller than the others where chance has so many times their variance in it. */
const SMALLER = 1.5;

/** n N / (n + N) of each batch's n rows and the reference's N: a variance of independent draws times it is that of one row. */
export function rowsOfPairs(rows: Float64Array): Float64Array {
  const reference = rows.subarray(0, -1).reduce((sum, count) => sum + count, 0);
  return rows.map((count) => (count + reference === 0 ? 0 : (count * reference) / (count + reference)));
}

/**
 * Which part of a batch's variance by chance the others do not have, because it is smaller than they are on average: 0 for
 * one of about their size or larger, near 1 for one that is very small. What the others' movement shows has less of chance in
 * it than what the small batch shows.
 *
 * @param rows Of K reference batches, and last of the current one.
 */
export function excessOfChance(rows: Float64Array): Float64Array {
  const variances = rowsOfPairs(rows).map((pairs) => (pairs === 0 ? 0 : 1 / pairs));
  const others = meanOfOthers(variances);
  return variances.map((own, entry) => {
    const other = others[entry] ?? 0;
    return other > 0 && own > SMALLER * other ? 1 - other / own : 0;
  });
}
