import { formatValue } from "./format-value.ts";
import type { NumericProfile } from "./profile.ts";

/** A smallest or largest value as a person reads it; whole numbers that a double cannot hold are text already. */
export function toExtremeText(value: number | string, kind: NumericProfile["kind"]): string {
  return typeof value === "string" ? value : formatValue(value, kind);
}
