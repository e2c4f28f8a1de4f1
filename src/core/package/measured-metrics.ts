import { findKnownMetric, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import type { PackageSources } from "./package-sources.ts";

/** Every value that some evidence has for a metric, by {@link metricKey}. */
export function measuredMetrics({ run, evaluations }: PackageSources): ReadonlyMap<string, readonly number[]> {
  const measured = new Map<string, number[]>();
  const add = (name: string, value: number | null): void => {
    if (value === null) return;
    const key = metricKey(name);
    measured.set(key, [...(measured.get(key) ?? []), value]);
  };
  for (const { evidence } of evaluations) {
    for (const { name, value } of evidence.metrics) add(name, value);
    for (const [name, value] of Object.entries(evidence.customMetrics)) add(name, value);
  }
  // What a training said of itself counts only where nobody evaluated: its rows are not known.
  const evaluated = new Set(measured.keys());
  for (const [name, value] of Object.entries(run?.evidence.metrics ?? {})) {
    if (!evaluated.has(metricKey(name))) add(name, value);
  }
  return measured;
}

/** `auroc`, `ROC AUC` and `roc_auc` are one metric. */
export function metricKey(name: string): string {
  return findKnownMetric(name)?.name ?? normalizeMetricName(name);
}
