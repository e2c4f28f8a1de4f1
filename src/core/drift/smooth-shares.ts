import { total } from "../statistics/total.ts";

/**
 * Shares with half a row added to each cell, (r + ½) / (n + ½ B): the mean of the posterior under Jeffreys' prior. No share is
 * 0, and how far an empty cell is from 0 depends on the rows, not on a constant.
 */
export function smoothShares(counts: readonly number[]): readonly number[] {
  const all = total(counts) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / all);
}
