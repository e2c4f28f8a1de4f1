import type { RunEvidence } from "../evidence/run-evidence.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatFence } from "./format-fence.ts";
import { formatDuration, formatMebibytes, formatNumber, formatQuantity } from "./format-number.ts";
import { renderCurve } from "./render-curves.ts";
import { foldMarkdown } from "./section.ts";

const MAX_METRICS = 100;
const MAX_PARAMETERS = 200;
const MAX_CURVES = 8;

/** The job summary of one run as Markdown: how it ended first, then what it measured, what it cost and what it was made of. */
export function renderRunSummary(run: RunEvidence): string {
  return [
    `### ${headline(run)}`,
    warnings(run),
    logTail(run),
    metricTable(run),
    costLine(run),
    ...curveDetails(run),
    parameterDetails(run),
    originDetails(run),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function headline(run: RunEvidence): string {
  const { outcome, model, reused } = run;
  const duration = formatDuration(run.resources.wallSeconds);
  switch (outcome.kind) {
    case "succeeded":
      return reused === undefined
        ? `✅ ${model} was trained in ${duration}`
        : `♻️ ${model} was not trained again: run ${String(reused.workflowRunNumber)} had the same inputs`;
    case "failed":
      return `❌ ${model} failed to train: ${outcome.signal === undefined ? `exit code ${String(outcome.exitCode)}` : `ended by ${escapeMarkdown(outcome.signal)}`} after ${duration}`;
    case "timed-out":
      return `❌ ${model} was stopped: it had not finished after ${formatDuration(outcome.afterSeconds)}`;
    case "cancelled":
      return `⚪ ${model} was cancelled after ${duration}`;
  }
}

function warnings({ readers, notes }: RunEvidence): string {
  const lines = [
    ...(readers.conclusive || readers.problems.length > 0 ? [] : ["No metrics were found."]),
    ...readers.problems,
    ...notes,
  ];
  return lines.map((line) => `- ⚠️ ${escapeMarkdown(line, 500)}`).join("\n");
}

function logTail({ outcome }: RunEvidence): string {
  if (outcome.kind === "succeeded" || outcome.logTail.length === 0) return "";
  return `<details open><summary>The last ${formatQuantity(outcome.logTail.length, "line")} of the log</summary>\n\n${formatFence(outcome.logTail)}\n\n</details>`;
}

function metricTable({ metrics, readers }: RunEvidence): string {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return "";
  const rows = entries.slice(0, MAX_METRICS).map(([name, value]) => `| ${formatCode(name)} | ${formatNumber(value)} |`);
  const more =
    entries.length > MAX_METRICS
      ? [`\n${formatQuantity(entries.length - MAX_METRICS, "more metric")} in the evidence.`]
      : [];
  return [`| metric | value |`, "|---|--:|", ...rows, ...more, `\nRead by ${formatCode(readers.reader)}.`].join("\n");
}

function costLine({ resources, environment }: RunEvidence): string {
  const { cpuSeconds, cpuPercent, memoryMiB, gpus = [], gpuEnergyWattHours, cost } = resources;
  const parts = [
    `**What it cost** · ${formatDuration(resources.wallSeconds)}`,
    ...(cpuSeconds === undefined
      ? []
      : [
          `${formatDuration(cpuSeconds)} of CPU time${cpuPercent === undefined ? "" : `, ${formatNumber(cpuPercent.p50 / 100, 1)} of ${String(environment.cpuCount)} cores in the median`}`,
        ]),
    ...(memoryMiB === undefined ? [] : [`peak memory ${formatMebibytes(memoryMiB.max)}`]),
    ...gpus.map(
      (gpu) =>
        `GPU ${String(gpu.index)} ${formatNumber(gpu.utilizationPercent.p50, 0)} % busy, ${formatMebibytes(gpu.memoryMiB.max)} at most`,
    ),
    ...(gpus.length === 0 ? ["no GPU"] : []),
    ...(gpuEnergyWattHours === undefined ? [] : [`${formatNumber(gpuEnergyWattHours)} Wh on the GPU`]),
    ...(cost === undefined
      ? []
      : [`${formatNumber(cost.amount, cost.amount < 1 ? 4 : 2)} ${escapeMarkdown(cost.currency)}`]),
  ];
  return parts.join(" · ");
}

function curveDetails({ curves }: RunEvidence): string[] {
  const drawn = curves.filter(({ steps, values }) => steps.length > 1 && steps.length === values.length);
  const shown = drawn
    .slice(0, MAX_CURVES)
    .map((curve) =>
      foldMarkdown(`Curve of ${formatCode(curve.metric)}`, renderCurve(curve, undefined, "", "this run")),
    );
  const more = drawn.length - shown.length;
  return more > 0 ? [...shown, `${formatQuantity(more, "more curve")} in the evidence.`] : shown;
}

function parameterDetails({ parameters }: RunEvidence): string {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return "";
  const rows = entries
    .slice(0, MAX_PARAMETERS)
    .map(([name, value]) => `| ${formatCode(name)} | ${formatCode(String(value), 200)} |`);
  return foldMarkdown(
    formatQuantity(entries.length, "parameter"),
    ["| parameter | value |", "|---|---|", ...rows].join("\n"),
  );
}

function originDetails(run: RunEvidence): string {
  const { identity, environment, data, outputs, inputDigest, command } = run;
  const lines = [
    `- commit ${formatCode(identity.commit)}${identity.checkout === identity.commit ? "" : `, checked out as ${formatCode(identity.checkout)}`}`,
    `- workflow ${formatCode(identity.workflow.path === "" ? identity.workflow.name : identity.workflow.path)}, run ${String(identity.workflowRun.number)}, attempt ${String(identity.workflowRun.attempt)}, on ${formatCode(identity.runner.name)}`,
    ...data.map(
      ({ name, algorithm, value, source }) =>
        `- data ${formatCode(name)} ${formatCode(`${algorithm}:${value}`)}${source === "content" ? "" : `, as ${source === "dvc" ? "DVC" : "Git LFS"} recorded it`}`,
    ),
    ...outputs.slice(0, 50).map(({ path, sha256 }) => `- output ${formatCode(path)} ${formatCode(`sha256:${sha256}`)}`),
    ...(environment.python === undefined
      ? []
      : [
          `- Python ${formatCode(environment.python.version)} with ${formatQuantity(Object.keys(environment.python.packages).length, "package")}`,
        ]),
    ...(environment.gpu === undefined
      ? []
      : [
          `- ${environment.gpu.devices.map(({ name }) => formatCode(name)).join(", ")}, driver ${formatCode(environment.gpu.driver)}`,
        ]),
    ...(inputDigest === undefined ? [] : [`- input digest ${formatCode(inputDigest.value)}`]),
  ];
  return foldMarkdown("Where this comes from", `${lines.join("\n")}\n\n${formatFence(command.split("\n"))}`);
}
