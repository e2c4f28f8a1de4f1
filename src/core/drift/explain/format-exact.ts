import { formatValue } from "../../dataset/format-value.ts";
import type { NumericProfile } from "../../dataset/profile.ts";
import { formatNumber } from "../../report/format-number.ts";

/** A value that rows have exactly, with all its digits: `0.1234`, where a value that is only about so much is `0.123`. */
export function formatExact(value: number, kind: NumericProfile["kind"]): string {
  // What sums of decimals leave behind the twelfth digit is no digit of theirs.
  const near = Number(value.toPrecision(12));
  const [, decimals] = /^-?\d+\.(\d+)$/.exec(String(near)) ?? [];
  return kind !== "numeric" || decimals === undefined ? formatValue(value, kind) : formatNumber(near, decimals.length);
}
