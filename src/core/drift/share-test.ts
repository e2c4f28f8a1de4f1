import { fisherExactPValue } from "../statistics/fisher-exact.ts";
import { normalPValue } from "../statistics/normal-distribution.ts";

/** Rows with something, and all rows. */
export interface Share {
  readonly count: number;
  readonly total: number;
}

export function shareOf({ count, total }: Share): number {
  return total === 0 ? 0 : count / total;
}

/** More than this in the rarer outcome, and the exact test and the z test say the same. */
const EXACT_ROWS = 2000;

/**
 * Two-sided p-value that both shares are draws of the same one: Fisher's exact test while the rarer outcome is rare, else
 * the pooled z test. 1 where a side has no rows.
 */
export function shareTest(before: Share, after: Share): number {
  if (before.total === 0 || after.total === 0) return 1;
  const hits = before.count + after.count;
  const rows = before.total + after.total;
  if (hits === 0 || hits === rows) return 1;
  if (hits <= EXACT_ROWS) return fisherExactPValue(before.count, before.total, after.count, after.total);
  if (rows - hits <= EXACT_ROWS) {
    return fisherExactPValue(before.total - before.count, before.total, after.total - after.count, after.total);
  }
  return normalPValue(shareZ(before, after));
}

/** z of the difference of two shares, with the variance of both together (half a row added, so that it is never 0). */
export function shareZ(before: Share, after: Share): number {
  return (shareOf(after) - shareOf(before)) / Math.sqrt(shareVariance(before, after));
}

export function shareVariance(before: Share, after: Share): number {
  const pooled = pooledShare(before, after);
  return pooled * (1 - pooled) * (1 / before.total + 1 / after.total);
}

/** Never 0 or 1. */
export function pooledShare(before: Share, after: Share): number {
  return (before.count + after.count + 0.5) / (before.total + after.total + 1);
}
