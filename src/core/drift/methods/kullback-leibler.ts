import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { smoothShares } from "../smooth-shares.ts";

/** Kullback–Leibler divergence Σ p ln(p / q) in nats, of shares; q without zeros where p has none. */
export function kullbackLeibler(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, index) => (share === 0 ? sum : sum + share * Math.log(share / (q[index] ?? 0))), 0);
}

export const KULLBACK_LEIBLER: DriftMethod = {
  name: "Kullback–Leibler divergence",
  meaning:
    "information in nats that the reference lacks about a current row; 0 for equal distributions, without an upper end",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = Math.max(0, kullbackLeibler(smoothShares(after), smoothShares(before)));
    return {
      score,
      pValue: null,
      words: `a current row is ${score.toPrecision(2)} nats less expected than in the reference`,
    };
  },
};
