import { LEAST_EXPECTED } from "../statistics/least-expected.ts";
import type { BatchSet } from "./batch-set.ts";
import type { CellDifferences } from "./cell-differences.ts";
import type { CountTable } from "./count-table.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { type LargestChanges, pickLargest } from "./pick-largest.ts";

/** A small change of a rare cell counts only where it is so many standard errors. */
const RARE_Z = 4;

/**
 * The largest change of the share of a single cell, as `pickLargest` has it: over cells with at least 5 expected rows, where
 * the change is large, or smaller, by the ratio and at least four standard errors.
 *
 * @param set Of few batches: what their movement is taken together with.
 */
export function largestChanges(
  { batches, cells, counts, totals }: CountTable,
  { changes, variances, shares, shareOfOthers, together }: CellDifferences,
  set: BatchSet,
  bounds: Pick<DriftBounds, "cell" | "rareShare" | "ratio">,
): LargestChanges {
  return pickLargest(
    {
      batches,
      cells,
      changes,
      variances,
      isJudged: (at, batch) =>
        (together[at] ?? 0) * (totals[batch] ?? 0) >= LEAST_EXPECTED || (counts[at] ?? 0) >= LEAST_EXPECTED,
      isMaterial: (at, z) => {
        const change = Math.abs(changes[at] ?? 0);
        const [share, other] = [shares[at] ?? 0, shareOfOthers[at] ?? 0];
        const multiplied = Math.max(share, other) >= bounds.ratio * Math.min(share, other);
        return change >= bounds.cell || (change >= bounds.rareShare && multiplied && z >= RARE_Z);
      },
    },
    set,
  );
}
