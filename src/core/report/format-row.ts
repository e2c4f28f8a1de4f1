import type { Interval } from "../evidence/evaluation-evidence.ts";
import { decimalsFor, formatNumber, formatSigned } from "./format-number.ts";
import type { MeasuredValue, MetricRow } from "./model-report.ts";

/** Decimals that all numbers of one row are shown with. */
export function rowDecimals({ here, baseline, champion, difference, margin }: MetricRow): number {
  const sizes = [here, baseline, champion].flatMap((value) => (value === undefined ? [] : [Math.abs(value.value)]));
  const widths = [difference].flatMap((value) =>
    value?.interval == null ? [] : [(value.interval[1] - value.interval[0]) / 2],
  );
  const largest = Math.max(0, ...sizes);
  const size = Math.abs(difference?.value ?? 0);
  // A small difference is worth two digits more than the values, not ten.
  const forDifference = size === 0 ? 0 : Math.min(Math.ceil(-Math.log10(size)), decimalsFor(largest) + 2);
  return Math.max(
    forDifference,
    decimalsFor(largest, widths[0]),
    margin > 0 && margin < 1 ? Math.min(6, Math.ceil(-Math.log10(margin))) : 0,
  );
}

/** `+0.033 to +0.041` */
export function formatRange([low, high]: Interval, decimals: number): string {
  return `${formatSigned(low, decimals)} to ${formatSigned(high, decimals)}`;
}

/** `+0.037 (+0.033, +0.041)`; without an interval the difference alone. */
export function formatDifference({ value, interval }: MeasuredValue, decimals: number): string {
  const difference = formatSigned(value, decimals);
  if (interval === null) return difference;
  return `${difference} (${formatSigned(interval[0], decimals)}, ${formatSigned(interval[1], decimals)})`;
}

/** `0.671`, or a dash where there is no value. */
export function formatValue(value: MeasuredValue | undefined, decimals: number): string {
  return value === undefined ? "–" : formatNumber(value.value, decimals);
}
