import type { PairAxis, PairProfile, Profile } from "../dataset/profile.ts";
import { total } from "../statistics/total.ts";
import { type BatchSet, selectBatches } from "./batch-set.ts";
import { type CountTable, toCountTable } from "./count-table.ts";

/** Counts of a pair of columns on its groups, of the batches that have it: row by row of x. */
export interface PairTable {
  readonly x: PairAxis;
  readonly y: PairAxis;
  readonly set: BatchSet;
  readonly table: CountTable;
  /** Groups of y. */
  readonly width: number;
}

/**
 * The pairs of the current data, with the reference batches that have them on the same groups.
 *
 * @param profiles One for each member of the set, and the current one.
 */
export function toPairTables(all: BatchSet, profiles: readonly Profile[]): readonly PairTable[] {
  const known = profiles.map(({ pairs }) => new Map(pairs.map((pair) => [keyOf(pair), pair.counts])));
  return (profiles.at(-1)?.pairs ?? []).flatMap((pair) => {
    const counts = known.map((of) => of.get(keyOf(pair)) ?? []);
    const selected = selectBatches(all, (entry) => total(counts[entry] ?? []) > 0);
    if (selected === undefined) return [];
    const table = toCountTable(selected.entries.map((entry) => counts[entry] ?? []));
    return [{ x: pair.x, y: pair.y, set: selected.set, table, width: groupsOf(pair.y) }];
  });
}

function keyOf({ x, y }: PairProfile): string {
  return JSON.stringify([x, y]);
}

function groupsOf(axis: PairAxis): number {
  return ("edges" in axis ? axis.edges.length : axis.categories.length) + 1;
}
