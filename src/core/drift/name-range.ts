import { formatValue } from "../dataset/format-value.ts";
import { previousDouble } from "../dataset/previous-double.ts";
import type { NumericProfile } from "../dataset/profile.ts";

/** What to call the values above one edge and up to another: `values from 4 to 11`; `0` where there is but one. */
export function nameRange(from: number | undefined, to: number | undefined, kind: NumericProfile["kind"]): string {
  const show = (value: number) => formatValue(value, kind);
  if (from === undefined) return to === undefined ? "all values" : `values up to ${show(to)}`;
  if (to === undefined) return `values above ${show(from)}`;
  return from === previousDouble(to) ? show(to) : `values from ${show(from)} to ${show(to)}`;
}
