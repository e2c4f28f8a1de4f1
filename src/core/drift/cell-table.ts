import type { BatchSet } from "./batch-set.ts";
import type { CategoryTable, ListedCategory } from "./category-table.ts";
import { type CellDifferences, cellDifferences } from "./cell-differences.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { type CountTable, countsOfBatch, toCountTable } from "./count-table.ts";
import { nameRange } from "./name-range.ts";

/** A column in few cells: values, ranges of values, or categories. */
export interface CellTable {
  readonly set: BatchSet;
  readonly table: CountTable;
  readonly differences: CellDifferences;
  /** What to call a cell: `0 in delay`, `values from 4 to 11 in delay`, `ATL in origin`. */
  readonly label: (cell: number) => string;
}

/** Of categories the most frequent ones are a cell each, and the rest is one. */
const CELLS = 150;

/** Undefined where there are no values. */
export function toCellTable({
  name,
  numbers,
  categories,
}: Pick<ColumnBatches, "name" | "numbers" | "categories">): CellTable | undefined {
  const known = numbers();
  if (known !== undefined) {
    const { set, coarse, edges, ends, kind } = known;
    return {
      set,
      table: coarse,
      differences: cellDifferences(coarse),
      label: (cell) => `${nameRange(edges[ends[cell - 1] ?? -1], edges[ends[cell] ?? -1], kind)} in ${known.subject}`,
    };
  }
  const listed = categories();
  return listed === undefined ? undefined : categoryCells(name, listed);
}

/** In quotation marks where the reader would not see where it begins and ends. */
function nameCategory({ hash, name }: ListedCategory): string {
  if (name === undefined) return `category ${hash.slice(0, 8)}`;
  return name === name.trim() && name !== "" ? name : `"${name}"`;
}

function categoryCells(name: string, { set, table, categories }: CategoryTable): CellTable {
  // Of all K + 1 batches, and the frame's order does not settle ties: what is frequent in the reference alone is so by luck as
  // well where there are many, and the current batch, which had no part in it, would have less of it than any reference batch.
  const current = countsOfBatch(table, table.batches - 1);
  const rows = table.pooled.map((pooled, place) => pooled + (current[place] ?? 0));
  const hash = (place: number) => categories[place]?.hash ?? "";
  const order = Array.from({ length: table.cells - 1 }, (_, place) => place).toSorted(
    (a, b) => (rows[b] ?? 0) - (rows[a] ?? 0) || (hash(a) < hash(b) ? -1 : 1),
  );
  const shown = order.slice(0, CELLS);
  const counts = Array.from({ length: table.batches }, (_, batch) => {
    const all = countsOfBatch(table, batch);
    const kept = shown.map((place) => all[place] ?? 0);
    const sum = kept.reduce((rows, count) => rows + count, 0);
    return [...kept, (table.totals[batch] ?? 0) - sum];
  });
  const cells = toCountTable(counts);
  const label = (cell: number) => {
    const category = categories[shown[cell] ?? -1];
    if (category === undefined) return `all other categories in ${name}`;
    return `${nameCategory(category)} in ${name}`;
  };
  return { set, table: cells, differences: cellDifferences(cells), label };
}
