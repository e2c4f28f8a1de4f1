import type { ColumnProfile } from "../dataset/profile.ts";
import type { BatchSet } from "./batch-set.ts";
import { type CategoryTable, toCategoryTable } from "./category-table.ts";
import { type CellTable, toCellTable } from "./cell-table.ts";
import { type NumberTable, toNumberTable } from "./number-table.ts";
import { poolColumns } from "./pool-columns.ts";

/** One column in the reference batches that have it as the current data do, and last in the current data: all on one frame. */
export interface ColumnBatches {
  readonly name: string;
  readonly set: BatchSet;
  /** An entry for each member, oldest first, and the current one. */
  readonly columns: readonly ColumnProfile[];
  readonly current: ColumnProfile;
  /** All reference batches as one; for words, not for numbers. */
  readonly pooled: () => ColumnProfile;
  /** Of numbers, and of the lengths of texts: counts in bins of the batches that have values. */
  readonly numbers: () => NumberTable | undefined;
  /** Counts of categories, of the batches that have values. */
  readonly categories: () => CategoryTable | undefined;
  /** Either of them in few cells. */
  readonly cells: () => CellTable | undefined;
}

/** Tables are made when they are first asked for, and once. */
export function toColumnBatches(
  name: string,
  set: BatchSet,
  reference: readonly ColumnProfile[],
  current: ColumnProfile,
): ColumnBatches {
  const columns = [...reference, current];
  const numbers = once(() => toNumberTable(name, set, columns));
  const categories = once(() => toCategoryTable(set, columns));
  return {
    name,
    set,
    columns,
    current,
    pooled: once(() => poolColumns(reference) ?? current),
    numbers,
    categories,
    cells: once(() => toCellTable({ name, numbers, categories })),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
