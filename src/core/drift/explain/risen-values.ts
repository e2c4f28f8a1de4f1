import { binOf, type NumberChange } from "./number-change.ts";

/** A value that has become more frequent. */
export interface RisenValue {
  readonly value: number;
  /** Shares of the finite values; before it is at most this where it is not `exact`. */
  readonly before: number;
  readonly after: number;
  readonly exact: boolean;
  /** Whether the reference may have had it. */
  readonly seen: boolean;
  /** Rows now without which it would have the share that it had. */
  readonly gained: number;
  readonly bin: number;
}

/** Values whose rows are known now, those that gained most first. */
export function risenValues(change: NumberChange): readonly RisenValue[] {
  const { before, after, rows } = change;
  const own = before.frame.values.map((value) => ({ value, count: after.bins[binOf(change, value)] ?? 0 }));
  const known = new Map(before.spikes.map((spike) => [spike.value, spike.rows]));
  const isOwn = new Set(before.frame.values);
  return [...own, ...after.spikes.map((spike) => ({ value: spike.value, count: spike.rows }))]
    .map(({ value, count }) => {
      const bin = binOf(change, value);
      const isOutside = value < Number(before.min) || value > Number(before.max);
      const inBin = before.bins[bin] ?? 0;
      // Of a value without a bin of its own only the rows of its bin are known.
      const was = isOutside ? 0 : isOwn.has(value) ? inBin : Math.min(known.get(value) ?? inBin, inBin);
      const share = was / rows[0];
      return {
        value,
        before: share,
        after: count / rows[1],
        exact: isOwn.has(value) || was === 0,
        seen: was > 0,
        gained: share < 1 ? Math.max(0, Math.round((count - share * rows[1]) / (1 - share))) : 0,
        bin,
      };
    })
    .filter((risen) => risen.after > risen.before)
    .toSorted((a, b) => b.after - b.before - (a.after - a.before));
}
