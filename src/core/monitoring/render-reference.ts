import { batchThatSetsTheBar } from "../drift/batch-that-sets-the-bar.ts";
import type { DriftCreep, DriftEvidence, ReferenceBatch } from "../evidence/drift-evidence.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatNumber, formatPlain, formatQuantity } from "../report/format-number.ts";

/**
 * What data were compared with, as lines of Markdown: which batches, what the bar is and which batch surprised most, the slow
 * comparison, and the commands that change the reference. Empty where nothing was compared.
 */
export function renderReference(evidence: DriftEvidence): string {
  if (evidence.reference.length === 0 || evidence.calibration === undefined) return "";
  const lines = [
    `Reference: ${describeBatches(evidence.reference)}. ${describeBar(evidence)}`,
    describeWeekly(evidence),
    evidence.creep === undefined ? "" : describeCreep(evidence.creep),
    offerCommands(evidence),
  ];
  return lines.filter((line) => line !== "").join("\n\n");
}

const KINDS = {
  training: ["part of what the champion was trained on", "parts of what the champion was trained on"],
  accepted: ["batch of accepted data", "batches of accepted data"],
  window: ["window since", "windows since"],
} as const;

/** `18 batches: 13 parts of what the champion was trained on and 5 windows since`. */
function describeBatches(reference: readonly ReferenceBatch[]): string {
  const kinds = (["training", "accepted", "window"] as const).flatMap((kind) => {
    const count = reference.filter(({ from }) => from === kind).length;
    const [one, many] = KINDS[kind];
    return count === 0 ? [] : [formatQuantity(count, one, many)];
  });
  const all = formatQuantity(reference.length, "batch", "batches");
  return kinds.length === 0 ? all : kinds.length === 1 ? (kinds[0] ?? all) : `${all}: ${kinds.join(" and ")}`;
}

/** A surprise is −log10 of a p-value: 2 is one in a hundred. */
function describeBar({ calibration, findings }: DriftEvidence): string {
  if (calibration === undefined) return "";
  const { surprise, threshold, level } = calibration;
  const now = `The largest surprise is ${formatNumber(surprise, 1)}`;
  const bar =
    threshold === null
      ? `${now}; so few batches set no bar.`
      : `${now}, and ${formatNumber(threshold, 1)} or more is drift (level ${formatPlain(level)}).${describeTogether(findings)}`;
  const top = batchThatSetsTheBar(calibration);
  if (top === undefined) return `${bar} No batch would have surprised the others.`;
  const what =
    top.columns.length === 0 ? "all rows" : top.columns.map((column) => escapeMarkdown(column, 60)).join(" and ");
  const aspect = top.aspect === undefined ? "" : `, ${escapeMarkdown(top.aspect, 40)}`;
  return `${bar} Of the reference ${formatCode(top.name)} surprised most, with ${formatNumber(top.surprise, 1)} (${what}${aspect}).`;
}

/** What no single surprise says. */
function describeTogether(findings: DriftEvidence["findings"]): string {
  const test = findings.find((finding) => finding.test !== undefined)?.test;
  if (test === undefined) return "";
  return test === "breadth"
    ? " It is drift because many columns moved at once."
    : " It is drift because many columns move steadily.";
}

function describeWeekly({ weekly }: DriftEvidence): string {
  if (weekly === undefined) return "";
  const { weekday, pValue } = weekly;
  const why =
    pValue === null
      ? "`weekly: on`"
      : `the data have a weekly rhythm, p ${pValue < 0.001 ? "&lt; 0.001" : `= ${formatNumber(pValue)}`}`;
  return `Compared with ${weekday}s alone (${why}).`;
}

function describeCreep({ verdict, reason, windows, batches }: DriftCreep): string {
  const what = `the last ${formatQuantity(windows, "window")} together against the ${formatQuantity(batches, "part")} of the training data`;
  if (verdict === "stable") return `Slow comparison: ${what}: no change that matters.`;
  const why = escapeMarkdown(reason, 600);
  if (verdict === "inconclusive") return `Slow comparison: ${what}: ${why}`;
  return `⚠️ **Creeping drift**, ${what}: ${why} No single step was large. Windows do not join the reference by themselves while this lasts.`;
}

function offerCommands({ model, current, verdict, creep, reference, calibration }: DriftEvidence): string {
  const top = calibration === undefined ? undefined : batchThatSetsTheBar(calibration);
  const origin = reference.find(({ name }) => name === top?.name)?.from;
  const commands = [
    ...(current.name !== undefined && (verdict === "drift" || creep?.verdict === "drift")
      ? [
          `If this window is as it should be from now on: ${formatCode(`/pawl accept ${model} ${current.name} <reason>`, 200)}`,
        ]
      : []),
    ...(top !== undefined && origin !== undefined
      ? [
          `If the batch that surprised most was itself broken, which raises the bar: ${formatCode(`/pawl exclude ${model} ${top.name} <reason>`, 200)}`,
        ]
      : []),
  ];
  return commands.map((line) => `- ${line}`).join("\n");
}
