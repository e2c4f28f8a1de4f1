import { total } from "../statistics/total.ts";
import { formatValue } from "./format-value.ts";
import type { NumericProfile } from "./profile.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";

/** Where a quantile lies, as far as counts on edges tell. */
export interface KnownQuantile {
  /** The quantile, or what of its open bin is nearest to the other bins. */
  readonly value: number;
  /** Of a quantile in an outer bin, which has no end: between what values it lies. */
  readonly open?: { readonly side: "above" | "below"; readonly reach: number | undefined };
}

/** The smallest and the largest value, where they are known. */
export interface ValueRange {
  readonly min: number | string | null;
  readonly max: number | string | null;
}

/** Quantile of counts on edges; NaN without rows or edges. */
export function knownQuantile(
  counts: ArrayLike<number>,
  edges: readonly number[],
  probability: number,
  { min, max }: ValueRange = { min: null, max: null },
): KnownQuantile {
  const [least, most] = [Number(min ?? Number.NEGATIVE_INFINITY), Number(max ?? Number.POSITIVE_INFINITY)];
  // Bins far out are wide: no quantile lies beyond the values.
  const value = Math.min(most, Math.max(least, quantileOfBins(counts, edges, probability)));
  const rows = total(counts);
  const wanted = probability * rows;
  if (least === most || rows === 0 || edges.length === 0) return { value };
  if (rows - (counts[counts.length - 1] ?? 0) < wanted) return { value, open: { side: "above", reach: finite(most) } };
  if ((counts[0] ?? 0) >= wanted) return { value, open: { side: "below", reach: finite(least) } };
  return { value };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** `59.91`; `above 241.1` or `between 64,900 and 137,000` where only that is known. */
export function formatQuantile({ value, open }: KnownQuantile, kind: NumericProfile["kind"]): string {
  const shown = formatValue(value, kind);
  if (open === undefined) return shown;
  const reach = open.reach === undefined ? undefined : formatValue(open.reach, kind);
  if (reach === shown) return shown;
  if (reach === undefined) return open.side === "above" ? `above ${shown}` : `at most ${shown}`;
  return open.side === "above" ? `between ${shown} and ${reach}` : `between ${reach} and ${shown}`;
}

/** `84.67 to 160.2`; `12 to above 241.1`, and `above 241.1` where both ends are. */
export function formatSpan(low: KnownQuantile, high: KnownQuantile, kind: NumericProfile["kind"]): string {
  if (isOneBin(low, high)) return formatQuantile(low, kind);
  const show = ({ value, open }: KnownQuantile) =>
    formatQuantile({ value, ...(open && { open: { ...open, reach: undefined } }) }, kind);
  return `${show(low)} to ${show(high)}`;
}

/** Whether both lie in the same open bin, where nothing tells how far they are apart. */
export function isOneBin(low: KnownQuantile, high: KnownQuantile): boolean {
  return low.open !== undefined && low.open.side === high.open?.side;
}
