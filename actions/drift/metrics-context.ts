import type { MetricsContext } from "../../src/core/drift/drift-metrics.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import type { DriftJob } from "./plan-drift.ts";

/** What the configuration, and the champion's evaluation, hold the numbers against. */
export function metricsContext(
  { model, nextSlot }: DriftJob,
  champion: EvaluationEvidence | undefined,
): MetricsContext {
  const graceMs = model?.drift?.graceMs ?? 0;
  return {
    lateFrom: nextSlot === undefined ? undefined : new Date(Date.parse(nextSlot) + graceMs).toISOString(),
    primaryMetric: model?.primaryMetric,
    champion,
    dropBound: model?.retrain?.performanceDrop,
    labels: model?.labels,
  };
}
