import { total } from "../statistics/total.ts";

/** Counts as shares of their sum, which must not be 0. */
export function toShares(counts: readonly number[]): readonly number[] {
  const all = total(counts);
  return counts.map((count) => count / all);
}
