import type { ColumnProfile } from "../../dataset/profile.ts";
import { total } from "../../statistics/total.ts";

/** All rows of a column: values, nulls and what could not be read; at least 1. */
export function rowsOfColumn(column: ColumnProfile): number {
  return Math.max(1, column.nulls + column.invalid + valuesOf(column));
}

function valuesOf(column: ColumnProfile): number {
  switch (column.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return total(column.bins) + column.nan + column.positiveInfinity + column.negativeInfinity;
    case "boolean":
      return column.falses + column.trues;
    case "categorical":
      return total(column.counts) + total(column.unseen.map(({ rows }) => rows)) + column.unseenRest.rows;
    case "text":
      return total(column.lengths);
    case "embedding":
      return column.rows;
    case "other":
      return 0;
  }
}
