import { MAX_OWN_BINS } from "../../core/dataset/choose-frame.ts";
import { leastRowsOfSpike, MAX_SPIKES } from "../../core/dataset/spike-limits.ts";
import type { ValueGroup } from "../../core/dataset/value-groups.ts";

/** Most frequent first. */
export function findSpikes(groups: readonly ValueGroup[], finite: number, own: readonly number[]): ValueGroup[] {
  const least = leastRowsOfSpike(finite);
  const known = new Set(own);
  return groups
    .filter(({ value, rows }) => rows >= least && !known.has(value))
    .toSorted((a, b) => b.rows - a.rows || a.value - b.value)
    .slice(0, MAX_SPIKES);
}

/** Values that are frequent in any of the batches, by the largest share that they have in one of them. */
export function frequentValues(
  batches: readonly { readonly groups: readonly ValueGroup[]; readonly finite: number }[],
): number[] {
  const shares = new Map<number, number>();
  for (const { groups, finite } of batches) {
    const least = leastRowsOfSpike(finite);
    for (const { value, rows } of groups) {
      if (rows >= least) shares.set(value, Math.max(shares.get(value) ?? 0, rows / finite));
    }
  }
  return [...shares]
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, MAX_OWN_BINS)
    .map(([value]) => value);
}
