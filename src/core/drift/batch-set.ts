import type { BatchPrior } from "./calibrate/batch-prior.ts";

/**
 * The batches that something was measured on. Arrays that belong to one have an entry for each member, oldest first, and
 * a last one for the current data.
 */
export interface BatchSet {
  /** Reference batches of the run. */
  readonly of: number;
  /** Positions among them of those that have it, ascending. */
  readonly members: readonly number[];
  /** All rows of each member, and of the current data. */
  readonly rows: Float64Array;
  /** Of few batches: what is taken to be known about their movement. */
  readonly prior?: BatchPrior | undefined;
}

/** The members whose entry passes, with the places of their entries; `undefined` where none does, or the current data do not. */
export function selectBatches(
  set: BatchSet,
  has: (entry: number) => boolean,
): { readonly set: BatchSet; readonly entries: readonly number[] } | undefined {
  const last = set.members.length;
  if (!has(last)) return undefined;
  const kept = set.members.flatMap((_, entry) => (has(entry) ? [entry] : []));
  if (kept.length === 0) return undefined;
  const entries = [...kept, last];
  if (kept.length === last) return { set, entries };
  const members = kept.map((entry) => set.members[entry] ?? 0);
  return { set: { ...set, members, rows: Float64Array.from(entries, (entry) => set.rows[entry] ?? 0) }, entries };
}
