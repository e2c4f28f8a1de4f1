import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { toShares } from "../to-shares.ts";

/** Hellinger distance √(½ Σ (√p − √q)²), from 0 to 1. */
export function hellingerDistance(p: readonly number[], q: readonly number[]): number {
  const squares = p.reduce((sum, share, index) => sum + (Math.sqrt(share) - Math.sqrt(q[index] ?? 0)) ** 2, 0);
  return Math.sqrt(squares / 2);
}

export const HELLINGER: DriftMethod = {
  name: "Hellinger distance",
  meaning: "0 for equal distributions, 1 for distributions without a common value",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = hellingerDistance(toShares(before), toShares(after));
    return { score, pValue: null, words: `the two distributions overlap by ${(1 - score * score).toFixed(3)}` };
  },
};
