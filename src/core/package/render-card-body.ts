import { markdownTable } from "markdown-table";
import type { EvaluationEvidence, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatCount, formatDay, formatNumber, formatQuantity } from "../report/format-number.ts";
import { metricLabel } from "../report/metric-label.ts";
import { sentenceToMarkdown } from "../report/sentence.ts";
import type { CardFacts } from "./card-facts.ts";
import { trainingOf } from "./package-sources.ts";

/** Rows of a table of slices, and metrics of each, that a reader takes in. */
const MAX_SLICES = 40;
const MAX_SLICE_METRICS = 4;
const MAX_PARAMETERS = 60;

/** The author's Markdown as it is, and below it what the evidence says, with every name from outside escaped. */
export function renderCardBody(body: string, facts: CardFacts): string {
  const sections = [
    body === "" ? `# ${facts.model}` : body,
    ...facts.sources.evaluations.map(({ evidence }) => renderEvaluation(evidence)),
    renderTraining(facts),
    renderData(facts),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function renderEvaluation(evidence: EvaluationEvidence): string {
  const { metrics, customMetrics, slices, key, rows } = evidence;
  if (metrics.length === 0 && Object.keys(customMetrics).length === 0) return "";
  const title = key === undefined ? "## Evaluation" : `## Evaluation ${formatCode(key)}`;
  const table = markdownTable(
    [
      ["Metric", "Value", "95 % interval"],
      ...metrics.map((metric) => [formatName(metric.name), formatEstimate(metric), formatInterval(metric)]),
      ...Object.entries(customMetrics).map(([name, value]) => [formatName(name), formatNumber(value), ""]),
    ],
    { alignDelimiters: false },
  );
  const text = `Measured on ${formatQuantity(rows, "row")} of test data.`;
  return [title, text, table, ...(slices.length === 0 ? [] : [renderSlices(evidence)])].join("\n\n");
}

function renderSlices({ slices, metrics }: EvaluationEvidence): string {
  const names = metrics.slice(0, MAX_SLICE_METRICS).map(({ name }) => name);
  const rows = slices.slice(0, MAX_SLICES).map(({ slice, rows: count, metrics: own }) => [
    `${formatCode(slice.column)} = ${formatCode(slice.value)}`,
    formatCount(count),
    ...names.map((name) => {
      const metric = own.find((one) => one.name === name);
      return metric === undefined ? "" : formatEstimate(metric);
    }),
  ]);
  const table = markdownTable([["Slice", "Rows", ...names.map(formatName)], ...rows], { alignDelimiters: false });
  const more = slices.length - MAX_SLICES;
  return more <= 0 ? table : `${table}\n\n${formatQuantity(more, "more slice")} in the evaluation's evidence.`;
}

function renderTraining({ sources, repository, commit }: CardFacts): string {
  const run = sources.run?.evidence;
  if (run === undefined) {
    return `## Training\n\nPacked from commit ${formatCode(commit)} of ${formatCode(repository)}; no evidence says how it was trained.`;
  }
  const training = trainingOf(run);
  const made = `Trained on ${formatDay(training.finishedAt)} from commit ${formatCode(training.commit)} of ${formatCode(repository)}.`;
  const parameters = Object.entries(run.parameters);
  if (parameters.length === 0) return `## Training\n\n${made}`;
  const table = markdownTable(
    [
      ["Parameter", "Value"],
      ...parameters.slice(0, MAX_PARAMETERS).map(([name, value]) => [formatCode(name), formatCode(String(value))]),
    ],
    { alignDelimiters: false },
  );
  const more = parameters.length - MAX_PARAMETERS;
  const rest = more <= 0 ? "" : `\n\n${formatQuantity(more, "more parameter")} in the run's evidence.`;
  return `## Training\n\n${made}\n\n${table}${rest}`;
}

function renderData({ sources }: CardFacts): string {
  const data = sources.run?.evidence.data ?? [];
  if (data.length === 0) return "";
  const rows = data.map((identity) => {
    const judged = sources.data.find(({ evidence: { dataset } }) => dataset?.value === identity.value);
    return [
      escapeMarkdown(identity.name),
      formatCode(formatFingerprint(identity)),
      judged?.evidence.verdict ?? "not checked",
    ];
  });
  const table = markdownTable([["Dataset", "Fingerprint", "Contract"], ...rows], { alignDelimiters: false });
  return `## Data\n\n${table}`;
}

function formatName(name: string): string {
  return sentenceToMarkdown([metricLabel(name)]);
}

function formatEstimate({ value, reason }: MetricEstimate): string {
  return value === null ? escapeMarkdown(reason ?? "not defined") : formatNumber(value);
}

function formatInterval({ interval }: MetricEstimate): string {
  return interval === null ? "" : `${formatNumber(interval[0])} – ${formatNumber(interval[1])}`;
}
