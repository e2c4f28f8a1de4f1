import type { ColumnProfile } from "./profile.ts";

/** Whether a column has anything that could be read: one without says neither what it holds nor where its edges are. */
export function hasValues(column: ColumnProfile): boolean {
  switch (column.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return column.nan + column.positiveInfinity + column.negativeInfinity > 0 || column.bins.some((rows) => rows > 0);
    case "boolean":
      return column.falses + column.trues > 0;
    case "categorical":
      return column.distinct > 0;
    case "text":
      return column.lengths.some((rows) => rows > 0);
    case "embedding":
      return column.rows > 0;
    case "other":
      return false;
  }
}
