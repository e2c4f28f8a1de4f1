import type { MetricsContext } from "../../src/core/drift/drift-metrics.ts";
import type { DriftJob } from "./plan-drift.ts";

/** What the configuration holds the numbers against. */
export function metricsContext({ model, nextSlot }: DriftJob): MetricsContext {
  const graceMs = model?.drift?.graceMs ?? 0;
  return {
    lateFrom: nextSlot === undefined ? undefined : new Date(Date.parse(nextSlot) + graceMs).toISOString(),
    primaryMetric: model?.primaryMetric,
    dropBound: model?.retrain?.performanceDrop,
    labels: model?.labels,
  };
}
