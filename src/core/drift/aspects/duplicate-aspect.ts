import type { Profile } from "../../dataset/profile.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { type BatchSet, selectBatches } from "../batch-set.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { shareSeries } from "../share-series.ts";

/**
 * Share of rows that repeat a row of the same batch.
 *
 * @param profiles One for each member of the set, and the current one.
 */
export function duplicateAspect(
  all: BatchSet,
  profiles: readonly Profile[],
  bounds: DriftBounds,
): readonly AspectSeries[] {
  const has = (profile: Profile | undefined) => (profile?.rows ?? 0) > 0 && profile?.duplicateRows !== null;
  const selected = selectBatches(all, (entry) => has(profiles[entry]));
  if (selected === undefined) return [];
  return shareSeries({
    set: selected.set,
    columns: [],
    aspect: "duplicates",
    of: "rows that repeat another row",
    counts: Float64Array.from(selected.entries, (entry) => profiles[entry]?.duplicateRows ?? 0),
    totals: selected.set.rows,
    bounds: { ...bounds, rareShare: bounds.duplicates },
    kept: true,
  });
}
