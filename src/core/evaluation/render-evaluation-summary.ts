import type {
  Comparison,
  EvaluationEvidence,
  MetricDifference,
  MetricEstimate,
} from "../evidence/evaluation-evidence.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatFence } from "../report/format-fence.ts";
import { decimalsFor, formatCount, formatNumber, formatQuantity, formatSigned } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";
import { foldMarkdown } from "../report/section.ts";
import { judgeDifference } from "./judge-difference.ts";
import { findKnownMetric } from "./metric-catalogue.ts";

const MAX_WORSE = 20;

/** The job summary of one evaluation as Markdown: how it went first, then metrics, comparison and the slices that lost. */
export function renderEvaluationSummary(evaluation: EvaluationEvidence): string {
  const parts = [
    `### ${headline(evaluation)}`,
    ...evaluation.notes.map((note) => `- ⚠️ ${escapeMarkdown(note, 500)}`),
    logTail(evaluation),
    metricTable(evaluation.metrics),
    rowsLine(evaluation),
    customTable(evaluation),
    ...evaluation.comparisons.map(comparisonPart),
    sliceDetails(evaluation),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function headline({ outcome, model, rows, comparisons, metrics }: EvaluationEvidence): string {
  if (outcome.kind === "failed") return `❌ ${model} could not be evaluated`;
  if (outcome.kind === "timed-out") return `❌ The evaluation of ${model} was stopped: it took too long`;
  if (outcome.kind === "cancelled") return `⚪ The evaluation of ${model} was cancelled`;
  const [first] = metrics;
  const value = first?.value ?? undefined;
  const shown = first === undefined || value === undefined ? "" : `: ${labelOf(first.name)} ${formatNumber(value)}`;
  const against = comparisons.map((comparison) => `, ${verdictLine(comparison)}`).join("");
  return `✅ ${model} was evaluated on ${formatQuantity(rows, "row")}${shown}${against}`;
}

function verdictLine({ against, metrics, rows }: Comparison): string {
  const counts = new Map<string, number>();
  for (const metric of metrics) {
    const kind = judge(metric, rows.joined);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const told = ["better", "worse", "same"].flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [`${String(count)} ${kind}`];
  });
  return `${told.length === 0 ? "no clear difference" : `${told.join(", ")} of ${formatQuantity(metrics.length, "metric")}`} against the ${against}`;
}

// The margins of the configuration are the report's; here a difference counts from zero.
function judge({ name, difference, interval }: MetricDifference, rows: number): string {
  const direction = findKnownMetric(name)?.metric.direction ?? "higher";
  const { kind } = judgeDifference({ difference, interval, direction, margin: 0, rows });
  return kind;
}

function logTail({ outcome }: EvaluationEvidence): string {
  return outcome.kind === "succeeded" || outcome.logTail.length === 0 ? "" : formatFence(outcome.logTail);
}

function metricTable(metrics: readonly MetricEstimate[]): string {
  if (metrics.length === 0) return "";
  const rows = metrics.map(({ name, value, interval, reason }) => [
    labelOf(name),
    value === null ? "–" : formatNumber(value),
    value === null || interval === null
      ? "–"
      : interval.map((limit) => formatNumber(limit, decimalsFor(value))).join(" to "),
    reason === undefined ? "" : escapeMarkdown(reason, 300),
  ]);
  return renderTable(
    [
      { title: "metric", align: "left" },
      { title: "value", align: "right" },
      { title: "95 % interval", align: "right" },
      { title: "", align: "left" },
    ],
    rows,
  );
}

function rowsLine({ rows, leftOut, task, positiveLabel, threshold }: EvaluationEvidence): string {
  if (rows === 0) return "";
  return [
    `${formatQuantity(rows, "row")} · ${task}`,
    ...(positiveLabel === undefined ? [] : [`positive: ${escapeMarkdown(positiveLabel, 100)}`]),
    ...(threshold === undefined ? [] : [`predicted to be positive from a score of ${String(threshold)}`]),
    ...leftOut.map(
      ({ reason, rows: left }) => `⚠️ ${formatQuantity(left, "row")} left out: ${escapeMarkdown(reason, 200)}`,
    ),
  ].join(" · ");
}

function customTable({ customMetrics }: EvaluationEvidence): string {
  const entries = Object.entries(customMetrics);
  if (entries.length === 0) return "";
  return renderTable(
    [
      { title: "custom metric", align: "left" },
      { title: "value", align: "right" },
    ],
    entries.map(([name, value]) => [escapeMarkdown(name), formatNumber(value)]),
  );
}

function comparisonPart({ against, metrics, rows, slices }: Comparison): string {
  const { joined, onlyHere, onlyThere, doubledHere, doubledThere, labelsDiffer } = rows;
  const accounts = [
    `${formatQuantity(joined, "row")} of both, paired`,
    ...(onlyHere > 0 ? [`${formatCount(onlyHere)} only here`] : []),
    ...(onlyThere > 0 ? [`${formatCount(onlyThere)} only there`] : []),
    ...(doubledHere + doubledThere > 0 ? [`${formatQuantity(doubledHere + doubledThere, "doubled id")}`] : []),
    ...(labelsDiffer > 0 ? [`${formatQuantity(labelsDiffer, "row")} with another label`] : []),
  ];
  const worse = slices.flatMap(({ slice, rows: count, metrics: own }) =>
    own
      .filter((metric) => judge(metric, count) === "worse")
      .map((metric) => [
        `${escapeMarkdown(slice.column)} = ${escapeMarkdown(slice.value)}`,
        formatCount(count),
        ...differenceCells(metric, count),
      ]),
  );
  const columns = [
    { title: "metric", align: "left" },
    { title: against, align: "right" },
    { title: "here", align: "right" },
    { title: "difference (95 % interval)", align: "right" },
    { title: "", align: "left" },
  ] as const;
  return [
    `#### Against the ${against}`,
    renderTable(
      columns,
      metrics.map((metric) => differenceCells(metric, joined)),
    ),
    accounts.join(" · "),
    ...(worse.length === 0
      ? []
      : [
          `Slices where a metric is worse (${formatCount(worse.length)}; among many slices some are by chance):`,
          renderTable(
            [{ title: "slice", align: "left" }, { title: "rows", align: "right" }, ...columns],
            worse.slice(0, MAX_WORSE),
          ),
        ]),
  ].join("\n\n");
}

function differenceCells(metric: MetricDifference, rows: number): string[] {
  const { name, here, there, difference, interval } = metric;
  const half = interval === null ? undefined : (interval[1] - interval[0]) / 2;
  const decimals = decimalsFor(here ?? 0, half);
  const limits = interval === null ? "" : ` (${interval.map((limit) => formatSigned(limit, decimals)).join(", ")})`;
  return [
    labelOf(name),
    there === null ? "–" : formatNumber(there, decimals),
    here === null ? "–" : formatNumber(here, decimals),
    difference === null ? "–" : `${formatSigned(difference, decimals)}${limits}`,
    judge(metric, rows),
  ];
}

function sliceDetails({ slices }: EvaluationEvidence): string {
  if (slices.length === 0) return "";
  const names = slices[0]?.metrics.slice(0, 4).map(({ name }) => name) ?? [];
  const rows = slices.map(({ slice, rows: count, metrics }) => [
    `${escapeMarkdown(slice.column)} = ${escapeMarkdown(slice.value)}`,
    formatCount(count),
    ...names.map((name) => {
      const value = metrics.find((metric) => metric.name === name)?.value ?? null;
      return value === null ? "–" : formatNumber(value);
    }),
  ]);
  const table = renderTable(
    [
      { title: "slice", align: "left" },
      { title: "rows", align: "right" },
      ...names.map((name) => ({ title: labelOf(name), align: "right" }) as const),
    ],
    rows,
  );
  return foldMarkdown(formatQuantity(slices.length, "slice"), table);
}

function labelOf(name: string): string {
  return findKnownMetric(name)?.metric.label ?? escapeMarkdown(name);
}
