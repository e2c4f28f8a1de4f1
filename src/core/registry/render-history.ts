import { escapeMarkdown, toOneLine } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatInstant } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";
import { formatLink } from "../report/sentence.ts";
import { formatServed } from "./format-served.ts";
import type { HistoryEntry } from "./model-history.ts";

/** What the pages of a repository are addressed by: `https://github.com/acme/flights`. */
export interface HistoryPlace {
  readonly model: string;
  readonly repositoryUrl: string;
  /** ISO 8601, UTC; undefined: what serves now has no length, so that the text stays the same from day to day. */
  readonly now: string | undefined;
}

const HEAD = ["Environment", "Version", "From", "Until", "Moved by", "Approved by", "Evidence"] as const;

/** A model's history for a terminal: one line for each move, newest first, columns aligned. */
export function renderHistoryText(
  history: readonly HistoryEntry[],
  { model, now }: Omit<HistoryPlace, "repositoryUrl">,
) {
  if (history.length === 0) return `No alias of ${model} has moved yet.\n`;
  const rows = history.map((entry) => [
    entry.environment,
    entry.version === undefined ? "none" : `${model} ${String(entry.version)}`,
    formatInstant(entry.from),
    untilOf(entry, now),
    moverOf(entry)
      .map((part) => toOneLine(part, 60))
      .join(", "),
    approversOf(entry)
      .map((name) => toOneLine(name, 40))
      .join(", "),
    evidenceOf(entry)
      .map((part) => toOneLine(part, 60))
      .join(" "),
  ]);
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [HEAD, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** A model's history as a page of Markdown: who may ask, a table, and what the ledger has for each move. */
export function renderHistoryMarkdown(history: readonly HistoryEntry[], place: HistoryPlace): string {
  const title = `# History of ${formatCode(place.model)}`;
  return `${title}\n\n${renderHistoryTable(history, place)}\n`;
}

/** The table alone, as a part of something else. */
export function renderHistoryTable(history: readonly HistoryEntry[], place: HistoryPlace): string {
  if (history.length === 0) return "No alias has moved yet.";
  const columns = HEAD.map((name) => ({ title: name, align: "left" as const }));
  const rows = history.map((entry) => [
    formatCode(entry.environment),
    entry.version === undefined ? "none" : String(entry.version),
    formatInstant(entry.from),
    untilOf(entry, place.now),
    moverMarkdown(entry, place),
    approversOf(entry)
      .map((name) => escapeMarkdown(name, 60))
      .join(", "),
    evidenceOf(entry)
      .map((part) => formatCode(part, 60))
      .join(" "),
  ]);
  return renderTable(columns, rows);
}

function untilOf({ served, from, until, version }: HistoryEntry, now: string | undefined): string {
  if (!served) return version === undefined ? "–" : "never served";
  if (until === undefined && now === undefined) return "now";
  const length = formatServed(Math.max(0, Date.parse(until ?? now ?? from) - Date.parse(from)));
  return until === undefined ? `now, ${length}` : `${formatInstant(until)}, ${length}`;
}

/** `ana`, `rollback`, `asked for by bo`. */
function moverOf({ by, kind, standing, record }: HistoryEntry): readonly string[] {
  const asked = record?.requestedBy;
  return [
    by,
    ...(kind === "promotion" ? [] : [kind]),
    ...(asked === undefined || asked === by ? [] : [`asked for by ${asked}`]),
    ...(standing === "approved" ? [] : [standing]),
    ...(record?.reason === undefined ? [] : [`“${record.reason}”`]),
  ];
}

function moverMarkdown(entry: HistoryEntry, { repositoryUrl }: HistoryPlace): string {
  const parts = moverOf(entry).map((part) => escapeMarkdown(part, 100));
  const { pullRequest } = entry;
  if (pullRequest === undefined) return parts.join(", ");
  // The number stands in words of our own: a bare one would be a reference of the page's own repository.
  return [
    ...parts,
    formatLink(`pull request ${String(pullRequest)}`, `${repositoryUrl}/pull/${String(pullRequest)}`),
  ].join(", ");
}

function approversOf({ record, standing }: HistoryEntry): readonly string[] {
  if (record === undefined) return [];
  const confirmed = record.confirmedBy === undefined ? [] : [`${record.confirmedBy} (confirmed)`];
  return standing === "break-glass" ? ["nobody: break-glass"] : [...record.approvedBy, ...confirmed];
}

/** Digests by which the evidence is found on the ledger. */
function evidenceOf({ evidence, commit }: HistoryEntry): readonly string[] {
  if (evidence === undefined) return [`commit ${commit.slice(0, 12)}`];
  const { lineage, package: packed, digest } = evidence;
  return [
    digest.slice(0, "sha256:".length + 12),
    ...(packed === undefined ? [] : [`package ${packed.document.slice(0, 12)}`]),
    ...(lineage.run === undefined ? [] : [`run ${lineage.run.document.slice(0, 12)}`]),
    ...lineage.evaluations.slice(0, 2).map(({ document }) => `evaluation ${document.slice(0, 12)}`),
  ];
}
