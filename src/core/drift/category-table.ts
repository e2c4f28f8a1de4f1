import type { CategoricalProfile, ColumnProfile } from "../dataset/profile.ts";
import { total } from "../statistics/total.ts";
import { type BatchSet, selectBatches } from "./batch-set.ts";
import { categoryCounts } from "./column-counts.ts";
import { type CountTable, toCountTable } from "./count-table.ts";

/** Counts of every category that any batch lists: of the batches that have values. */
export interface CategoryTable {
  readonly set: BatchSet;
  /** Places of the members among the column's. */
  readonly entries: readonly number[];
  /** The frame's categories first, then those that it does not have; the last cell is what no list has room for. */
  readonly table: CountTable;
  readonly categories: readonly ListedCategory[];
  /** Different categories without a place in a list, by entry. */
  readonly unlisted: Float64Array;
}

export interface ListedCategory {
  readonly hash: string;
  readonly name?: string | undefined;
  /** Hash after trimming and lower-casing. */
  readonly folded: string;
}

/** Undefined where the current data or all reference batches have no values, and for what is not of categories. */
export function toCategoryTable(all: BatchSet, columns: readonly ColumnProfile[]): CategoryTable | undefined {
  const known = columns.flatMap((column) => (column.kind === "categorical" ? [column] : []));
  if (known.length < columns.length) return undefined;
  const selected = selectBatches(all, (entry) => {
    const column = known[entry];
    return column !== undefined && total(categoryCounts(column)) > 0;
  });
  if (selected === undefined) return undefined;
  const chosen = selected.entries.flatMap((entry) => known[entry] ?? []);
  const categories = listCategories(chosen);
  const places = new Map(categories.map(({ hash }, place) => [hash, place]));
  return {
    ...selected,
    categories,
    table: toCountTable(chosen.map((column) => countListed(column, places))),
    unlisted: Float64Array.from(chosen, ({ unseenRest }) => unseenRest.categories),
  };
}

function listCategories(columns: readonly CategoricalProfile[]): ListedCategory[] {
  const frame = columns[0]?.frame.categories ?? [];
  const listed = new Map<string, ListedCategory>();
  for (const [place, { hash, folded = hash }] of frame.entries()) {
    const name = columns.find((column) => column.frame.categories[place]?.name !== undefined)?.frame.categories[place];
    listed.set(hash, { hash, folded, name: name?.name });
  }
  for (const { unseen } of columns) {
    for (const { hash, name, foldsTo } of unseen) {
      if (listed.has(hash)) continue;
      const known = foldsTo === undefined ? undefined : frame[foldsTo];
      listed.set(hash, { hash, name, folded: known?.folded ?? known?.hash ?? hash });
    }
  }
  return [...listed.values()];
}

function countListed(column: CategoricalProfile, places: ReadonlyMap<string, number>): Float64Array {
  const counts = new Float64Array(places.size + 1);
  counts.set(column.counts);
  for (const { hash, rows } of column.unseen) counts[places.get(hash) ?? places.size] = rows;
  counts[places.size] = column.unseenRest.rows;
  return counts;
}
