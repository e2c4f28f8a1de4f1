import { formatShare } from "../../report/format-share.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";
import { toShares } from "../to-shares.ts";

/** Largest change of a single cell's share, max |p − q|. */
export function largestChange(p: readonly number[], q: readonly number[]): number {
  return p.reduce((largest, share, index) => Math.max(largest, Math.abs(share - (q[index] ?? 0))), 0);
}

export const L_INFINITY: DriftMethod = {
  name: "L-infinity",
  meaning: "largest change of the share of one category, or of one tenth of the distribution",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const score = largestChange(toShares(before), toShares(after));
    return { score, pValue: null, words: `no share changed by more than ${formatShare(score)}` };
  },
};
