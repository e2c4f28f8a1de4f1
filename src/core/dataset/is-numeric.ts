import type { ColumnProfile, NumericProfile } from "./profile.ts";

/** Whether a column is one of numbers or points in time. */
export function isNumeric(column: ColumnProfile): column is NumericProfile {
  return column.kind === "numeric" || column.kind === "integer" || column.kind === "timestamp";
}
