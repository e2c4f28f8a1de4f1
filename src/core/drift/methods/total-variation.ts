import { formatShare } from "../../report/format-share.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { toShares } from "../to-shares.ts";

/** Total variation ½ Σ |p − q|: the share of rows that would have to change their cell. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, index) => sum + Math.abs(share - (q[index] ?? 0)), 0) / 2;
}

export const TOTAL_VARIATION: DriftMethod = {
  name: "total variation",
  meaning: "share of the rows that would have to change to make the distributions equal",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = totalVariation(toShares(before), toShares(after));
    return { score, pValue: null, words: `${formatShare(score)} of the rows are elsewhere` };
  },
};
