import { formatInstant, formatNumber } from "../report/format-number.ts";
import type { NumericProfile } from "./profile.ts";

/** A value of a column as a person reads it: whole where the column is, a point in time where it is one. */
export function formatValue(value: number, kind: NumericProfile["kind"]): string {
  if (kind === "timestamp") {
    const milliseconds = value * 1000;
    if (Math.abs(milliseconds) <= 8.64e15) return formatInstant(new Date(milliseconds).toISOString());
  }
  if (kind === "integer") return formatNumber(Math.round(value), 0);
  // Edges stand just below a value; that is not what a person wants to read.
  const near = Math.abs(value) < 1e-300 ? 0 : Number(value.toPrecision(12));
  return Number.isInteger(near) ? formatNumber(near, 0) : formatNumber(near);
}
