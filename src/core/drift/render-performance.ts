import { findKnownMetric } from "../evaluation/metric-catalogue.ts";
import type { EvaluationTask, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import type { PerformanceEvidence, PerformanceWindow } from "../evidence/performance-evidence.ts";
import { findMetric } from "../gate/find-metric.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { decimalsFor, formatCount, formatInstant, formatNumber, formatQuantity } from "../report/format-number.ts";
import { formatShare } from "../report/format-share.ts";
import { renderTable } from "../report/render-table.ts";
import { foldMarkdown } from "../report/section.ts";

/**
 * How the model does, as Markdown: a line for each window with the metric beside what it would be without labels, what makes
 * an estimate right, and whether the errors changed.
 *
 * @param primary Name of the metric to show; the first of the newest window that has one if not given.
 */
export function renderPerformance(found: PerformanceEvidence, primary: string | undefined): string {
  const { windows, task, estimator, notes } = found;
  const measured = windows.filter(({ metrics }) => metrics.length > 0);
  const labelled = measured.find(({ provisional }) => !provisional) ?? measured[0];
  const metric = primary ?? labelled?.metrics[0]?.name ?? windows[0]?.estimated[0]?.name;
  const parts = [
    "#### How the model does",
    [...describeConcept(windows), ...notes].map((said) => `- ⚠️ ${escapeMarkdown(said, 500)}`).join("\n"),
    metric === undefined || windows.length === 0 ? noMetric(task) : windowTable(windows, metric),
    estimator === undefined ? "" : estimatorPart(estimator),
    labelled === undefined ? "" : metricsPart(labelled),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** What the detectors said where they alarmed, the newest window first. */
export function describeConcept(windows: readonly PerformanceWindow[]): string[] {
  return windows.flatMap((window) =>
    window.concept
      .filter(({ detected }) => detected)
      .map(({ words }) => (window.end === undefined ? words : `Window to ${formatInstant(window.end)}: ${words}`)),
  );
}

function noMetric(task: EvaluationTask): string {
  return `Nothing could be measured of this ${task} model, and nothing estimated.`;
}

function windowTable(windows: readonly PerformanceWindow[], metric: string): string {
  const rows = windows.map((window) => [
    nameOf(window),
    formatCount(window.rows),
    labelsOf(window),
    estimateOf(findMetric(window.metrics, metric)),
    estimateOf(findMetric(window.estimated, metric)),
  ]);
  return renderTable(
    [
      { title: "window", align: "left" },
      { title: "rows", align: "right" },
      { title: "with a label", align: "right" },
      { title: `${labelOf(metric)} (95 % interval)`, align: "right" },
      { title: "estimated without labels", align: "right" },
    ],
    rows,
  );
}

function nameOf({ start, end }: PerformanceWindow): string {
  return start === undefined || end === undefined ? "all rows" : `${formatInstant(start)} to ${formatInstant(end)}`;
}

function labelsOf({ rows, labelled, provisional }: PerformanceWindow): string {
  if (rows === 0) return "–";
  return `${formatShare(labelled / rows)}${provisional ? ", provisional" : ""}`;
}

function estimateOf(metric: MetricEstimate | undefined): string {
  if (metric === undefined) return "–";
  const { value, interval, reason } = metric;
  if (value === null) return reason === undefined ? "not defined" : `not defined: ${escapeMarkdown(reason, 100)}`;
  const decimals = decimalsFor(value, interval === null ? undefined : (interval[1] - interval[0]) / 2);
  const shown = formatNumber(value, decimals);
  return interval === null
    ? shown
    : `${shown} (${formatNumber(interval[0], decimals)} to ${formatNumber(interval[1], decimals)})`;
}

function labelOf(name: string): string {
  return findKnownMetric(name)?.metric.label ?? escapeMarkdown(name, 100);
}

function estimatorPart({
  name,
  calibrated,
  preconditions,
  error,
}: NonNullable<PerformanceEvidence["estimator"]>): string {
  const scores = calibrated
    ? "after the scores were calibrated on the champion's evaluation"
    : "from the scores as they are";
  const errors = Object.entries(error).map(([metric, size]) => `${labelOf(metric)} ${formatNumber(size)}`);
  const off = errors.length === 0 ? "" : ` Where labels came later, it was off by, on average: ${errors.join(", ")}.`;
  const list = preconditions.map((sentence) => `- ${escapeMarkdown(sentence, 300)}`).join("\n");
  return `Estimated by ${escapeMarkdown(name.toUpperCase(), 60)}, ${scores}: it assumes calibration and no concept drift.${off}${list === "" ? "" : `\n\n${list}`}`;
}

function metricsPart(window: PerformanceWindow): string {
  const rows = window.metrics.map((metric) => [
    labelOf(metric.name),
    estimateOf(metric),
    estimateOf(findMetric(window.estimated, metric.name)),
  ]);
  const leftOut =
    window.leftOut === 0 ? "" : ` ${formatQuantity(window.leftOut, "row")} that the model was trained on are left out.`;
  const table = renderTable(
    [
      { title: "metric", align: "left" },
      { title: "measured (95 % interval)", align: "right" },
      { title: "estimated without labels", align: "right" },
    ],
    rows,
  );
  const title = `All metrics of ${window.start === undefined ? "all rows" : `the window from ${formatInstant(window.start)}`}`;
  return foldMarkdown(title, `${table}${leftOut === "" ? "" : `\n\n${leftOut.trim()}`}`);
}
