import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import type { EvaluationEvidence, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import type { PerformanceWindow } from "../evidence/performance-evidence.ts";
import { measureMetric } from "../gate/find-metric.ts";
import { toWindowPerformance } from "../monitoring/window-performance.ts";
import type { MetricsContext } from "./drift-metrics.ts";
import type { MetricFamily, MetricSample } from "./format-prometheus.ts";

/**
 * Gauges of the model itself. What is measured is that of the newest window whose labels have arrived, because the newest of
 * all has hardly any; what is estimated needs none and is that of the newest.
 */
export function performanceFamilies(evidence: DriftEvidence, context: MetricsContext): MetricFamily[] {
  const { model, finishedAt } = evidence;
  const windows = evidence.performance?.windows;
  if (windows === undefined) return [];
  const measured = windows.find(({ provisional, labelled }) => !provisional && labelled > 0);
  const estimated = windows.find((window) => window.estimated.length > 0);
  const due = dueWindow(windows, finishedAt, context.labels?.delayMs ?? 0);
  return [
    ...modelFamilies(model, { measured, estimated }, context),
    {
      name: "pawl_labels_share",
      help: "Share of the rows of the newest window whose labels are due that have their label.",
      samples: due === undefined || due.rows === 0 ? [] : [{ labels: { model }, value: due.labelled / due.rows }],
    },
    {
      name: "pawl_labels_share_wanted",
      help: "Share from which on the performance of a window is final.",
      samples: context.labels === undefined ? [] : [{ labels: { model }, value: context.labels.share }],
    },
  ];
}

interface ShownWindows {
  readonly measured: PerformanceWindow | undefined;
  readonly estimated: PerformanceWindow | undefined;
}

function modelFamilies(model: string, { measured, estimated }: ShownWindows, context: MetricsContext): MetricFamily[] {
  const { primaryMetric, dropBound, champion } = context;
  const drop = primaryDrop(measured, context);
  const labels = { model, metric: primaryMetric?.name ?? "" };
  return [
    {
      name: "pawl_model_metric",
      help: "A metric of the serving model: measured on labelled rows with its 95 % interval, estimated without labels, or expected from the champion's evaluation.",
      samples: [
        ...(measured?.metrics ?? []).flatMap((metric) => measuredSamples(model, metric)),
        ...(estimated?.estimated ?? []).flatMap(({ name, value }) => sample(model, name, "estimated", value)),
        ...namesOf(measured, estimated).flatMap((name) => sample(model, name, "expected", expectedOf(champion, name))),
      ],
    },
    {
      name: "pawl_model_window_end_timestamp_seconds",
      help: "End of the window that a metric is of, in seconds since 1970.",
      samples: [...endOf(model, "measured", measured), ...endOf(model, "estimated", estimated)],
    },
    {
      name: "pawl_model_drop",
      help: "By how much the primary metric is worse than the champion's evaluation, in its own unit; positive is worse.",
      samples: drop === undefined ? [] : [{ labels, value: drop }],
    },
    {
      name: "pawl_model_drop_bound",
      help: "From where such a drop counts.",
      samples: drop === undefined || dropBound === undefined ? [] : [{ labels, value: dropBound }],
    },
    {
      name: "pawl_model_concept_drift",
      help: "1 where a detector found that the errors of the model changed within its newest labelled window.",
      samples: (measured?.concept ?? []).map(({ method, detected }) => ({
        labels: { model, method },
        value: detected ? 1 : 0,
      })),
    },
  ];
}

function measuredSamples(model: string, { name, value, interval }: MetricEstimate): MetricSample[] {
  return [
    ...sample(model, name, "measured", value),
    ...sample(model, name, "lower", interval?.[0] ?? null),
    ...sample(model, name, "upper", interval?.[1] ?? null),
  ];
}

/** What is not defined is not there: no number stands for it. */
function sample(model: string, metric: string, kind: string, value: number | null): MetricSample[] {
  return value === null ? [] : [{ labels: { model, metric, kind }, value }];
}

function namesOf(...windows: readonly (PerformanceWindow | undefined)[]): string[] {
  const all = windows.flatMap((window) => [...(window?.metrics ?? []), ...(window?.estimated ?? [])]);
  return [...new Set(all.map(({ name }) => name))];
}

function endOf(model: string, kind: string, window: PerformanceWindow | undefined): MetricSample[] {
  return window?.end === undefined ? [] : [{ labels: { model, kind }, value: Date.parse(window.end) / 1000 }];
}

function expectedOf(champion: EvaluationEvidence | undefined, name: string): number | null {
  return champion === undefined ? null : (measureMetric(champion, name)?.value ?? null);
}

function primaryDrop(
  measured: PerformanceWindow | undefined,
  { primaryMetric, champion }: MetricsContext,
): number | undefined {
  if (measured === undefined || primaryMetric === undefined) return undefined;
  return toWindowPerformance(measured, primaryMetric, champion).drop ?? undefined;
}

/** The newest window of which even the last row's label has had its time. */
function dueWindow(
  windows: readonly PerformanceWindow[],
  finishedAt: string,
  delayMs: number,
): PerformanceWindow | undefined {
  return windows.find(({ end }) => end === undefined || Date.parse(end) + delayMs <= Date.parse(finishedAt));
}
