import { isNumeric } from "../dataset/is-numeric.ts";
import type { ColumnProfile, NumericProfile } from "../dataset/profile.ts";
import { total } from "../statistics/total.ts";
import { LEAST_BATCHES } from "./calibrate/few-batches.ts";

/** Of each batch the outer tenths begin in the outer quarters of all of them together. */
const TAIL = 0.1;
const QUARTER = 0.25;
/** So much of the current data lies where the reference does. */
const WITHIN = 0.9;

/**
 * Whether points in time can be compared as numbers: where every reference batch spans about the same time, as parts of
 * shuffled rows do, and the current data lie within it. Batches that follow each other always differ in time.
 *
 * @param columns The reference batches, and last the current data.
 */
export function haveComparableTimes(columns: readonly ColumnProfile[]): boolean {
  const times = columns.filter((column): column is NumericProfile => isNumeric(column) && column.kind === "timestamp");
  const filled = times.slice(0, -1).filter(({ bins }) => total(bins) > 0);
  const current = times.at(-1);
  const [first] = filled;
  if (times.length < columns.length || current === undefined || first === undefined || filled.length < LEAST_BATCHES)
    return false;
  const pooled = first.bins.map((_, bin) => total(filled.map(({ bins }) => bins[bin] ?? 0)));
  return filled.every(({ bins }) => spansAlike(bins, pooled)) && isWithin(current.bins, pooled);
}

function spansAlike(bins: readonly number[], pooled: readonly number[]): boolean {
  return rankAt(bins, pooled, TAIL) <= QUARTER && rankAt(bins.toReversed(), pooled.toReversed(), TAIL) <= QUARTER;
}

/** Share of all that lies below the bin in which a batch's quantile is. */
function rankAt(bins: readonly number[], pooled: readonly number[], probability: number): number {
  const wanted = probability * total(bins);
  let below = 0;
  const found = bins.findIndex((count) => {
    below += count;
    return below >= wanted;
  });
  return total(pooled.slice(0, Math.max(found, 0))) / total(pooled);
}

function isWithin(bins: readonly number[], pooled: readonly number[]): boolean {
  const first = pooled.findIndex((count) => count > 0);
  const last = pooled.findLastIndex((count) => count > 0);
  return total(bins.slice(first, last + 1)) >= WITHIN * total(bins);
}
