import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { toShares } from "../to-shares.ts";
import { kullbackLeibler } from "./kullback-leibler.ts";

/**
 * Jensen–Shannon distance in base 2: the square root of the divergence, from 0 to 1. Other tools compare the divergence under
 * the same name; it is this number squared.
 */
export function jensenShannonDistance(p: readonly number[], q: readonly number[]): number {
  const middle = p.map((share, index) => (share + (q[index] ?? 0)) / 2);
  const divergence = (kullbackLeibler(p, middle) + kullbackLeibler(q, middle)) / (2 * Math.LN2);
  return Math.sqrt(Math.max(0, divergence));
}

export const JENSEN_SHANNON: DriftMethod = {
  name: "Jensen–Shannon distance",
  meaning:
    "0 for equal distributions, 1 for distributions without a common value (base 2, square root of the divergence)",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = jensenShannonDistance(toShares(before), toShares(after));
    return { score, pValue: null, words: `its divergence is ${(score * score).toPrecision(2)} bits` };
  },
};
