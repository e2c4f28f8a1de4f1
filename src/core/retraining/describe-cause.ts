import type { Window } from "../monitoring/monitoring.ts";
import { sortWindows } from "../monitoring/sort-windows.ts";
import { windowSize } from "../monitoring/window-size.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatDay, formatNumber, formatPlain, formatQuantity } from "../report/format-number.ts";
import { metricLabel } from "../report/metric-label.ts";
import { formatLink, sentenceToMarkdown } from "../report/sentence.ts";
import type { RetrainingBodyFacts } from "./render-retraining-body.ts";

const MAX_COLUMNS = 5;

/** Why a model is trained again, in two sentences of Markdown: what, in which windows, since when, and where it stands. */
export function describeCause(facts: Omit<RetrainingBodyFacts, "changes" | "findings" | "environments">): string {
  const { kind } = facts.record.cause;
  if (kind === "person") return personCause(facts);
  return kind === "performance" ? performanceCause(facts) : driftCause(facts);
}

type CauseFacts = Parameters<typeof describeCause>[0];

function personCause({ model, record }: CauseFacts): string {
  const { requestedBy, reason } = record.cause;
  const who = requestedBy === undefined ? "Somebody" : `${escapeMarkdown(requestedBy, 60)}`;
  const why = reason === undefined ? "" : `\n\nReason given: ${escapeMarkdown(reason, 500)}`;
  return `**${formatCode(model)} is trained again because ${who} asked for it.**${why}`;
}

function driftCause({ model, record, plan, windows, repositoryUrl }: CauseFacts): string {
  const { cause } = record;
  const failing = windowsOf(cause.windows, windows);
  const columns = cause.columns.slice(0, MAX_COLUMNS).map((column) => formatCode(column));
  const more = cause.columns.length - columns.length;
  const where =
    columns.length === 0
      ? "its data"
      : `${columns.join(", ")}${more > 0 ? ` and ${formatQuantity(more, "more column")}` : ""}`;
  const first = cause.windows.at(-1);
  const since = first === undefined ? "" : `, first in that of ${formatDay(first)}`;
  const head = `**${formatCode(model)} should be trained again: ${where} drifted in ${String(cause.windows.length)} of the last ${String(plan.of)} windows**${since}.`;
  return `${head}\n\n${[sizeOf(failing, cause.severity), reportLinks(failing, repositoryUrl)].join(" ").trim()}`.trimEnd();
}

function performanceCause({ model, record, plan, windows, repositoryUrl }: CauseFacts): string {
  const judged = windowsOf(record.cause.windows, windows);
  const [newest] = judged.filter((window) => window.performance !== undefined);
  const measured = newest?.performance;
  const metric = measured === undefined ? "the primary metric" : sentenceToMarkdown([metricLabel(measured.metric)]);
  const head = `**${formatCode(model)} should be trained again: ${metric} got worse by more than the ${formatPlain(plan.performanceDrop ?? 0)} that counts**.`;
  if (newest === undefined || measured?.value == null)
    return `${head}\n\n${reportLinks(judged, repositoryUrl)}`.trimEnd();
  const { value, expected, drop, labelled } = measured;
  const against =
    expected === null
      ? ""
      : `; the champion's evaluation had ${formatNumber(expected)}${drop === null ? "" : `, so it is worse by ${formatNumber(drop)}`}`;
  return `${head}\n\nIn the window of ${formatDay(newest.slot)} it was ${formatNumber(value)} on ${formatQuantity(labelled, "labelled row")}${against}. ${reportLinks(judged, repositoryUrl)}`;
}

function windowsOf(slots: readonly string[], windows: readonly Window[]): readonly Window[] {
  return sortWindows(windows.filter(({ slot, broken }) => slots.includes(slot) && !broken));
}

function sizeOf(failing: readonly Window[], severity: number): string {
  const sizes = failing.flatMap((window) => windowSize(window) ?? []).filter(({ score }) => score.verdict === "drift");
  const most = sizes.toSorted((a, b) => b.size - a.size)[0];
  if (most === undefined)
    return severity > 0 ? `The largest change is ${formatNumber(severity, 1)} times what counts.` : "";
  return `The largest change is that of ${formatCode(most.score.column)} (${formatCode(most.score.aspect, 40)}): ${formatNumber(most.size, most.size >= 10 ? 0 : 1)} times what counts.`;
}

const MAX_LINKS = 3;

/** The newest ones: the workflow run with its summary, and the document itself. */
function reportLinks(windows: readonly Window[], repositoryUrl: string): string {
  const links = windows.slice(0, MAX_LINKS).map(({ slot, workflowRun, document }) => {
    const report = formatLink(formatDay(slot), workflowRun.url);
    return `${report} (${formatLink("evidence", `${repositoryUrl}/blob/pawl/${document.path}`)})`;
  });
  return links.length === 0 ? "" : `Drift reports: ${links.join(", ")}.`;
}
