import { binomialUpperTail } from "../statistics/count-tails.ts";

interface RareInput {
  /** Share that is expected of each batch: what its others tell. */
  readonly rates: Float64Array;
  /** Hypotheses that the count was chosen from. */
  readonly hypotheses?: number;
}

/** Shares of what is rare or new, and the binomial probability of at least so many rows; only growth is a change. */
export function rareShares(
  counts: Float64Array,
  totals: Float64Array,
  { rates, hypotheses = 1 }: RareInput,
): { readonly effects: Float64Array; readonly p1: Float64Array } {
  return {
    effects: counts.map((count, entry) => count / Math.max(totals[entry] ?? 0, 1)),
    p1: counts.map((count, entry) =>
      Math.min(1, hypotheses * binomialUpperTail(count, totals[entry] ?? 0, Math.min(1, rates[entry] ?? 0))),
    ),
  };
}
