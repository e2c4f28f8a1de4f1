import type { Profile } from "../../dataset/profile.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { type BatchSet, selectBatches } from "../batch-set.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { repeatsAtSize } from "../repeats-at-size.ts";
import { shareSeries } from "../share-series.ts";

/** Of a batch so many times larger or smaller than the current one it cannot be said how many rows would repeat at its size. */
const COMPARABLE = 3;

/**
 * Share of rows that repeat a row of the same batch, of reference batches as it would be in as many rows as the current one
 * has; batches of quite another size are left out.
 *
 * @param profiles One for each member of the set, and the current one.
 */
export function duplicateAspect(
  all: BatchSet,
  profiles: readonly Profile[],
  bounds: DriftBounds,
): readonly AspectSeries[] {
  const wanted = profiles.at(-1)?.rows ?? 0;
  const has = (profile: Profile | undefined) => {
    const { rows = 0, duplicateRows = null } = profile ?? {};
    return rows > 0 && duplicateRows !== null && rows <= COMPARABLE * wanted && wanted <= COMPARABLE * rows;
  };
  const selected = selectBatches(all, (entry) => has(profiles[entry]));
  if (selected === undefined) return [];
  return shareSeries({
    set: selected.set,
    columns: [],
    aspect: "duplicates",
    of: "rows that repeat another row",
    counts: Float64Array.from(selected.entries, (entry) => {
      const { rows = 0, duplicateRows } = profiles[entry] ?? {};
      return Math.round(rows * repeatsAtSize(duplicateRows ?? 0, rows, wanted));
    }),
    totals: selected.set.rows,
    bounds: { ...bounds, rareShare: bounds.duplicates },
    kept: true,
  });
}
