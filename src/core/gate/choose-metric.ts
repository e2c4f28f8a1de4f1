import type { ChosenMetric, MetricDirection } from "../config/project-config.ts";
import { findKnownMetric } from "../evaluation/metric-catalogue.ts";
import { metricKeys } from "../report/find-value.ts";

/** What the model's configuration or the catalogue knows about the metric that a rule names; the primary one where it names none. */
export function chooseMetric(
  name: string | undefined,
  { primaryMetric, metrics }: { readonly primaryMetric: ChosenMetric; readonly metrics: readonly ChosenMetric[] },
): { readonly name: string; readonly direction: MetricDirection | undefined; readonly margin: number } {
  if (name === undefined) return primaryMetric;
  const keys = new Set(metricKeys(name));
  const chosen = [primaryMetric, ...metrics].find((metric) => metricKeys(metric.name).some((key) => keys.has(key)));
  if (chosen !== undefined) return chosen;
  const known = findKnownMetric(name);
  const computed = known !== undefined && known.metric.tasks.length > 0;
  return { name: computed ? known.name : name, direction: known?.metric.direction, margin: 0 };
}
