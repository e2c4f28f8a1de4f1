import type { ChosenMetric } from "../config/project-config.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { PerformanceWindow } from "../evidence/performance-evidence.ts";
import { findMetric, measureMetric } from "../gate/find-metric.ts";
import type { WindowPerformance } from "./monitoring.ts";

/** The primary metric of one window beside what the champion's evaluation promised; `champion` undefined: nothing is known of it. */
export function toWindowPerformance(
  window: PerformanceWindow,
  metric: ChosenMetric,
  champion: EvaluationEvidence | undefined,
): WindowPerformance {
  const measured = findMetric(window.metrics, metric.name);
  const estimated = findMetric(window.estimated, metric.name);
  const value = measured?.value ?? null;
  const expected = champion === undefined ? null : (measureMetric(champion, metric.name)?.value ?? null);
  const better = metric.direction === "higher" ? 1 : -1;
  return {
    metric: metric.name,
    value,
    interval: measured?.interval ?? null,
    expected,
    drop: value === null || expected === null ? null : (expected - value) * better,
    labelled: window.labelled,
    rows: window.rows,
    provisional: window.provisional,
    ...(estimated === undefined ? {} : { estimated: estimated.value }),
  };
}
