import type { Interval, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { type MeanStatistics, meanInterval } from "./mean-statistics.ts";

/** With fewer rows an interval leans on few observations, and says so. */
export const FEW_ROWS = 30;

/** A metric with a value. */
export function estimate(
  name: string,
  value: number,
  interval: Interval | null,
  method: string,
  rows: number,
): MetricEstimate {
  const few = rows < FEW_ROWS ? { reason: `only ${String(rows)} ${rows === 1 ? "row" : "rows"}` } : {};
  return interval === null ? { name, value, interval, ...few } : { name, value, interval, method, ...few };
}

/** A metric that these rows do not define. */
export function undefinedEstimate(name: string, reason: string): MetricEstimate {
  return { name, value: null, interval: null, reason };
}

/** Mean of one number per row, with its t interval. */
export function meanEstimate(name: string, statistics: MeanStatistics): MetricEstimate {
  return estimate(name, statistics.mean, meanInterval(statistics), "mean-t", statistics.rows);
}
