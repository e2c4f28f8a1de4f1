import { describeHistory } from "../core/drift/history/describe-history.ts";
import type { History } from "../core/drift/history/history.ts";
import type { ReplayedBatch } from "../core/drift/history/replay-history.ts";
import { wordsSince } from "../core/drift/history/words-since.ts";
import { formatCount, formatNumber, formatQuantity } from "../core/report/format-number.ts";
import { alignColumns } from "./align-columns.ts";
import type { Style } from "./style.ts";
import { toCell } from "./to-printable.ts";

const MAX_WORDS = 160;
const MAX_LINE = 600;

/** A replay of the past: a line for each check, the alarms, and what they come down to last. */
export function renderReplay(history: History, style: Style, width?: number): string {
  const { replayed, first } = history;
  const { headline, episodes, notes } = describeHistory(history);
  const hasAlarm = replayed.some(({ alarm }) => alarm);
  const [head = "", ...body] = alignColumns(
    [["", "batch", "rows", "surprise", "drift from", "what changed"], ...replayed.map((batch) => toRow(batch, style))],
    ["left", "left", "right", "right", "right"],
    width,
  );
  const start = `${formatQuantity(first.length, "batch", "batches")} to begin with: ${first[0] ?? ""} to ${first.at(-1) ?? ""}`;
  const parts = [
    [style.quiet(toCell(start, MAX_LINE)), style.quiet(head), ...body],
    episodes.length < 2 ? [] : episodes.map((line) => toCell(line, MAX_LINE)),
    [
      `${hasAlarm ? style.bad("✗") : style.good("✓")} ${toCell(headline, MAX_LINE)}`,
      ...notes.map((note) => style.quiet(toCell(note, MAX_LINE))),
    ],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function toRow(batch: ReplayedBatch, style: Style): readonly string[] {
  const { name, rows, calibration, findings } = batch;
  const [finding] = findings;
  return [
    markOf(batch, style),
    toCell(name, 60),
    formatCount(rows),
    formatNumber(calibration.surprise, 1),
    calibration.threshold === null ? "" : formatNumber(calibration.threshold, 1),
    finding === undefined ? "" : toCell(`${wordOf(batch)}: ${wordsSince(finding, name)}`, MAX_WORDS),
  ];
}

function markOf({ verdict, alarm, broken }: ReplayedBatch, style: Style): string {
  if (broken || alarm) return style.bad("✗");
  if (verdict === "stable") return style.good("✓");
  return style.doubtful(verdict === "drift" ? "!" : "?");
}

function wordOf({ alarm, broken }: ReplayedBatch): string {
  if (broken) return "broken feed";
  return alarm ? "alarm" : "drift";
}
