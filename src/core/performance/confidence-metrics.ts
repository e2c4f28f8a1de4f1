import { estimate, undefinedEstimate } from "../evaluation/estimates.ts";
import type { MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { Z95 } from "../statistics/normal-distribution.ts";
import type { EstimatedMetrics } from "./confidence-estimate.ts";
import type { ReferenceSpread } from "./reference-spread.ts";

/** Estimated metrics of `rows` rows, with the sampling error that the reference's spread gives them as interval. */
export function confidenceMetrics(metrics: EstimatedMetrics, spread: ReferenceSpread, rows: number): MetricEstimate[] {
  return Object.entries(metrics).map(([name, value]) => {
    if (value === null) return undefinedEstimate(name, "the probabilities leave nothing to divide by");
    const half = (Z95 * (spread[name] ?? 0)) / Math.sqrt(rows);
    if (half === 0) return estimate(name, value, null, "cbpe", rows);
    return estimate(name, value, [Math.max(0, value - half), Math.min(1, value + half)], "cbpe-sampling-error", rows);
  });
}
