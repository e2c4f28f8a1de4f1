import { total } from "../../statistics/total.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { smoothShares } from "../smooth-shares.ts";

/**
 * Population stability index Σ (q − p) ln(q / p) of shares without zeros.
 *
 * @see B. Yurdakul, J. Naranjo, Journal of Risk Model Validation 14 (2020): under no drift its mean is (B − 1)(1/n + 1/m)
 */
export function populationStabilityIndex(before: readonly number[], after: readonly number[]): number {
  return before.reduce((sum, p, index) => {
    const q = after[index] ?? 0;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

export const PSI: DriftMethod = {
  name: "population stability index",
  meaning: "0 for equal distributions, without an upper end; below 0.1 is called stable, above 0.25 a large shift",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.2,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = populationStabilityIndex(smoothShares(before), smoothShares(after));
    const chance = (before.length - 1) * (1 / total(before) + 1 / total(after));
    return { score, pValue: null, words: `with so many rows chance alone gives about ${chance.toPrecision(2)}` };
  },
};
