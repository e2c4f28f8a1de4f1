import type { DriftEvidence, DriftFinding, DriftScore } from "../evidence/drift-evidence.ts";
import { describeAlarm } from "../monitoring/describe-alarm.ts";
import { renderReference } from "../monitoring/render-reference.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatFence } from "../report/format-fence.ts";
import { formatCount, formatInstant, formatNumber, formatPlain, formatQuantity } from "../report/format-number.ts";
import { formatShare } from "../report/format-share.ts";
import { renderTable } from "../report/render-table.ts";
import { foldMarkdown } from "../report/section.ts";
import { describeBudget } from "./budget/describe-budget.ts";
import { DRIFT_METHODS } from "./drift-methods.ts";
import { renderPerformance } from "./render-performance.ts";

/**
 * Drift evidence as Markdown: the verdict, what changed in which column, how the model does, what could not be told, and what
 * is not wrong.
 *
 * @param primary The model's primary metric, where it is known.
 */
export function renderDriftSummary(evidence: DriftEvidence, primary?: { readonly name: string }): string {
  const { findings, outcome } = evidence;
  const drifted = findings.filter(({ verdict }) => verdict === "drift");
  const unclear = findings.filter(({ verdict }) => verdict === "inconclusive");
  const parts = [
    `### ${headline(evidence)}`,
    outcome.kind === "succeeded" ? reasonPart(evidence) : logTail(evidence),
    comparedPart(evidence),
    renderReference(evidence),
    ...evidence.notes.map((note) => `- ⚠️ ${escapeMarkdown(note, 500)}`),
    driftTable(drifted),
    evidence.performance === undefined ? "" : renderPerformance(evidence.performance, primary?.name),
    unclearPart(unclear),
    stablePart(findings),
    scoresPart(evidence.scores),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function headline({ outcome, verdict, model, key }: DriftEvidence): string {
  const data = key === undefined ? `the data of ${model}` : `${key} of ${model}`;
  if (outcome.kind === "failed") return `❌ Drift of ${data} could not be judged`;
  if (outcome.kind === "timed-out") return `❌ The drift check of ${data} was stopped: it took too long`;
  if (outcome.kind === "cancelled") return `⚪ The drift check of ${data} was cancelled`;
  if (verdict === "drift") return `❌ Drift in ${data}`;
  return verdict === "stable" ? `✅ No drift in ${data}` : `⚠️ Too little to tell whether ${data} drifted`;
}

function reasonPart({ reason, alarm, budget, calibration }: DriftEvidence): string {
  const parts = [
    // A word of ours first: escaped text must not begin a line.
    `Why: ${escapeMarkdown(reason, 1000)}`,
    ...(alarm ? [`**Alarm:** ${describeAlarm(alarm)}.`] : []),
    ...(budget === undefined || calibration === undefined ? [] : [describeBudget(calibration.level, budget)]),
  ];
  return parts.join("\n\n");
}

function logTail({ outcome }: DriftEvidence): string {
  return outcome.kind === "succeeded" || outcome.logTail.length === 0 ? "" : formatFence(outcome.logTail);
}

const MAX_BATCHES = 3;

function comparedPart({ reference, current, window, rule }: DriftEvidence): string {
  if (reference.length === 0) return "";
  const names = reference.slice(0, MAX_BATCHES).map(({ name, rows }) => {
    return `${escapeMarkdown(name, 100)} (${formatQuantity(rows, "row")})`;
  });
  const more =
    reference.length > MAX_BATCHES
      ? ` and ${formatQuantity(reference.length - MAX_BATCHES, "more batch", "more batches")}`
      : "";
  const now = `${escapeMarkdown(current.path, 100)} (${formatQuantity(current.rows, "row")})`;
  return `Compared: ${now} with ${names.join(", ")}${more}${windowPart(window)} · rule ${escapeMarkdown(rule.name, 60)}`;
}

function windowPart(window: DriftEvidence["window"]): string {
  if (window === undefined) return "";
  return ` · window ${formatInstant(window.start)} to ${formatInstant(window.end)}`;
}

function driftTable(findings: readonly DriftFinding[]): string {
  if (findings.length === 0) return "";
  const rows = findings.map((finding, index) => [
    sameSubject(finding, findings[index - 1]) ? "" : subjectOf(finding),
    wordsOf(finding, findings[index - 1]),
    effectOf(finding),
    formatPValue(finding.p1),
    finding.histogram === undefined || repeats(finding, findings[index - 1]) ? "" : finding.histogram,
  ]);
  return renderTable(
    [
      { title: "column", align: "left" },
      { title: "what changed", align: "left" },
      { title: "size (counts from)", align: "right" },
      { title: "p-value", align: "right" },
      { title: "before → now", align: "left" },
    ],
    rows,
  );
}

/** The cause where it is told first; of what follows from it, how it shows. */
function wordsOf(finding: DriftFinding, other: DriftFinding | undefined): string {
  const { explanation, words } = finding;
  const isTold = sameSubject(finding, other) && explanation === other?.explanation;
  return escapeMarkdown(explanation === undefined || isTold ? words : explanation, 300);
}

function subjectOf({ columns, role, importance }: DriftFinding): string {
  if (columns.length === 0) return "all rows";
  const names = columns.map((column) => escapeMarkdown(column, 100)).join(" and ");
  const known = [
    ...(role === undefined ? [] : [role]),
    ...(importance === undefined ? [] : [`importance ${formatShare(importance)}`]),
  ];
  return known.length === 0 ? names : `${names} (${known.join(", ")})`;
}

function sameSubject({ columns }: DriftFinding, other: DriftFinding | undefined): boolean {
  return other !== undefined && columns.join("\n") === other.columns.join("\n");
}

function repeats(finding: DriftFinding, other: DriftFinding | undefined): boolean {
  return sameSubject(finding, other) && finding.histogram === other?.histogram;
}

function effectOf({ effect, bound }: DriftFinding): string {
  return `${effect === 0 ? "0" : formatNumber(effect)} (${formatPlain(bound)})`;
}

/** `0.012`, `< 1e-9`; a dash where there is none. */
function formatPValue(p: number | null): string {
  if (p === null) return "–";
  return p < 1e-9 ? "&lt; 1e-9" : p < 0.0001 ? p.toExponential(0) : formatNumber(p);
}

const MAX_UNCLEAR = 20;

function unclearPart(findings: readonly DriftFinding[]): string {
  if (findings.length === 0) return "";
  const rows = findings.map((finding) => [
    subjectOf(finding),
    escapeMarkdown(finding.words, 300),
    formatNumber(finding.floor),
    formatPlain(finding.bound),
    finding.rowsNeeded === undefined ? "the reference needs more" : formatCount(finding.rowsNeeded),
  ]);
  const table = renderTable(
    [
      { title: "column", align: "left" },
      { title: "what it looks like", align: "left" },
      { title: "chance alone", align: "right" },
      { title: "counts from", align: "right" },
      { title: "current rows needed", align: "right" },
    ],
    rows.slice(0, MAX_UNCLEAR),
    rows.length,
  );
  return foldMarkdown(`Too few rows to tell: ${formatQuantity(findings.length, "finding")}`, table);
}

const MAX_STABLE = 100;

function stablePart(findings: readonly DriftFinding[]): string {
  const told = new Set(findings.filter(({ verdict }) => verdict !== "stable").flatMap(({ columns }) => columns));
  const stable = findings.filter(
    ({ verdict, columns }) =>
      verdict === "stable" && columns.length === 1 && !columns.some((column) => told.has(column)),
  );
  if (stable.length === 0) return "";
  const rows = stable.map((finding) => [
    subjectOf(finding),
    escapeMarkdown(finding.aspect, 40),
    effectOf(finding),
    formatPValue(finding.p1),
  ]);
  const table = renderTable(
    [
      { title: "column", align: "left" },
      { title: "largest aspect", align: "left" },
      { title: "size (counts from)", align: "right" },
      { title: "p-value", align: "right" },
    ],
    rows.slice(0, MAX_STABLE),
    rows.length,
  );
  return foldMarkdown(`Not wrong: ${formatQuantity(stable.length, "column is stable", "columns are stable")}`, table);
}

function scoresPart(scores: readonly DriftScore[]): string {
  if (scores.length === 0) return "";
  const rows = scores.map(({ column, method, score, pValue, threshold, exceeded }) => [
    escapeMarkdown(column, 100),
    nameOf(method),
    formatNumber(score),
    formatPValue(pValue),
    threshold === undefined ? "–" : formatPlain(threshold),
    exceeded === undefined ? "" : exceeded ? "❌ exceeded" : "✅",
  ]);
  const table = renderTable(
    [
      { title: "column", align: "left" },
      { title: "method", align: "left" },
      { title: "score", align: "right" },
      { title: "p-value", align: "right" },
      { title: "threshold", align: "right" },
      { title: "", align: "left" },
    ],
    rows,
  );
  return `Scores that were asked for:\n\n${table}`;
}

function nameOf(method: string): string {
  return Object.entries(DRIFT_METHODS).find(([key]) => key === method)?.[1].name ?? escapeMarkdown(method, 40);
}
