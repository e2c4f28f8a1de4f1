import { total } from "../statistics/total.ts";

/**
 * Quantile of counts on edges, linear within a bin; the outer bins, which are unbounded, give their edge. NaN without rows
 * or edges.
 */
export function quantileOfBins(counts: ArrayLike<number>, edges: readonly number[], probability: number): number {
  const wanted = probability * total(counts);
  let below = 0;
  let bin = 0;
  for (; bin < counts.length; bin += 1) {
    below += counts[bin] ?? 0;
    if ((counts[bin] ?? 0) > 0 && below >= wanted) break;
  }
  if (bin === counts.length) return Number.NaN;
  const upper = edges[bin] ?? edges.at(-1) ?? Number.NaN;
  const lower = edges[bin - 1] ?? upper;
  const inside = counts[bin] ?? 1;
  return upper - (upper - lower) * ((below - wanted) / inside);
}
