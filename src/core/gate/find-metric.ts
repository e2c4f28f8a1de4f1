import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import { createValueFinder, indexNames } from "../report/find-value.ts";
import type { MeasuredValue } from "../report/model-report.ts";

// Rules nearly always name a metric as evidence does; other spellings are looked for only where nobody does.

/** The metric of a list by its name, or by another spelling of it. */
export function findMetric<Metric extends { readonly name: string }>(
  metrics: readonly Metric[],
  name: string,
): Metric | undefined {
  return metrics.find((metric) => metric.name === name) ?? indexNames(metrics, (metric) => metric.name)(name);
}

/** A metric's value in an evaluation, among its own metrics and those of the team. */
export function measureMetric(evaluation: EvaluationEvidence, name: string): MeasuredValue | undefined {
  const exact = evaluation.metrics.find((metric) => metric.name === name);
  if (exact !== undefined && exact.value !== null) return { value: exact.value, interval: exact.interval };
  return createValueFinder({ evaluation })(name);
}
