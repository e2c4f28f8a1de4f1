import type { Interval, MetricDifference } from "../evidence/evaluation-evidence.ts";
import { normalPValue, Z95 } from "../statistics/normal-distribution.ts";
import { studentTPValue } from "../statistics/student-t.ts";
import { FEW_ROWS } from "./estimates.ts";
import { type MeanStatistics, meanInterval } from "./mean-statistics.ts";

interface Pair {
  readonly name: string;
  readonly here: number;
  readonly there: number;
  readonly rows: number;
}

/** A difference with the interval that `method` gave it. */
export function difference(
  { name, here, there, rows }: Pair,
  interval: Interval | null,
  method: string,
  pValue?: number,
): MetricDifference {
  return {
    name,
    here,
    there,
    difference: here - there,
    interval,
    ...(interval === null ? {} : { method }),
    ...(pValue === undefined ? {} : { pValue: Math.min(1, Math.max(0, pValue)) }),
    ...(rows < FEW_ROWS ? { reason: `only ${String(rows)} ${rows === 1 ? "row" : "rows"}` } : {}),
  };
}

/** A metric that the rows do not define for both. */
export function undefinedDifference(
  name: string,
  here: number | null,
  there: number | null,
  reason: string,
): MetricDifference {
  return { name, here, there, difference: null, interval: null, reason };
}

/** Two models that answered every row alike: there is nothing to estimate. */
export function noDifference(pair: Pair): MetricDifference {
  return difference({ ...pair, there: pair.here }, [0, 0], "identical", 1);
}

/** From a standard error, taken as normal. */
export function normalDifference(pair: Pair, error: number | undefined, method: string): MetricDifference {
  const d = pair.here - pair.there;
  if (error === undefined || !Number.isFinite(error)) return difference(pair, null, method);
  if (error === 0) return difference(pair, d === 0 ? [0, 0] : null, method);
  return difference(pair, [d - Z95 * error, d + Z95 * error], method, normalPValue(d / error));
}

/** Of a mean of per-row differences. */
export function meanDifference(name: string, here: number, there: number, gap: MeanStatistics): MetricDifference {
  const pair = { name, here, there, rows: gap.rows };
  const interval = meanInterval(gap);
  const error = Math.sqrt((gap.variance ?? 0) / gap.rows);
  if (interval === null || error === 0)
    return normalDifference(pair, interval === null ? undefined : error, "paired-t");
  return difference(pair, interval, "paired-t", studentTPValue(gap.mean / error, gap.rows - 1));
}
