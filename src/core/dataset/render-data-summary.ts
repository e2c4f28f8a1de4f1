import type { DataEvidence } from "../evidence/data-evidence.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import { describePass } from "../report/describe-pass.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatFence } from "../report/format-fence.ts";
import { formatCount, formatQuantity } from "../report/format-number.ts";
import { formatShare } from "../report/format-share.ts";
import { renderCheckTable, renderOpenChecks } from "../report/render-checks.ts";
import { MAX_TABLE_ROWS, renderTable } from "../report/render-table.ts";
import { foldMarkdown } from "../report/section.ts";
import type { BadRow } from "./bad-row.ts";
import { describeDoubt } from "./describe-doubt.ts";
import { toExtremeText } from "./extreme-text.ts";
import type { ColumnProfile, Profile } from "./profile.ts";

const MAX_BAD_ROWS = 20;

/**
 * The job summary of one validation as Markdown: the verdict first, then broken checks, bad rows where they may be shown,
 * the columns, and where the data come from. Without `badRows` it holds no value of a row.
 */
export function renderDataSummary(
  evidence: DataEvidence,
  { badRows = [] }: { readonly badRows?: readonly BadRow[] | undefined } = {},
): string {
  const { checks } = evidence;
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  const broken = failed.filter(({ severity }) => severity === "error");
  const warned = failed.filter(({ severity }) => severity !== "error");
  const open = checks.filter(({ verdict }) => verdict === "not-evaluated");
  const passed = checks.filter(({ verdict }) => verdict === "pass");
  const parts = [
    `### ${headline(evidence, broken.length)}`,
    ...evidence.notes.map((note) => `- ⚠️ ${escapeMarkdown(note, 500)}`),
    logTail(evidence),
    broken.length === 0 ? "" : renderCheckTable(broken),
    warned.length === 0 ? "" : foldMarkdown(formatQuantity(warned.length, "warning"), renderCheckTable(warned)),
    badRowTable(badRows),
    open.length === 0
      ? ""
      : foldMarkdown(`${formatQuantity(open.length, "check")} not evaluated`, renderOpenChecks(open)),
    passed.length === 0
      ? ""
      : foldMarkdown(`${formatQuantity(passed.length, "check")} passed`, renderCheckTable(passed)),
    evidence.profile === undefined ? "" : columnTable(evidence.profile),
    originLine(evidence),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function headline(evidence: DataEvidence, broken: number): string {
  const { outcome, key, model, verdict, checks, contract, profile } = evidence;
  const name = formatCode(key ?? model);
  if (outcome.kind === "failed") return `❌ ${name} could not be validated`;
  if (outcome.kind === "timed-out") return `❌ The validation of ${name} was stopped: it took too long`;
  if (outcome.kind === "cancelled") return `⚪ The validation of ${name} was cancelled`;
  const rows = profile === undefined ? "" : ` · ${formatQuantity(profile.rows, "row")}`;
  const all = formatQuantity(checks.length, "check");
  if (verdict === "fail") {
    const count =
      broken === 0 ? "at least one check fails" : `${String(broken)} of ${all} ${broken === 1 ? "fails" : "fail"}`;
    return `❌ ${name}: ${contract === undefined ? "" : "contract broken: "}${count}${rows}`;
  }
  if (verdict === "pass") {
    return `✅ ${name}: ${contract === undefined ? "" : "contract holds: "}${describePass(checks)}${rows}`;
  }
  return `⚪ ${name}: cannot tell: ${describeDoubt(checks)}${rows}`;
}

function logTail({ outcome }: DataEvidence): string {
  return outcome.kind === "succeeded" || outcome.logTail.length === 0 ? "" : formatFence(outcome.logTail, "text");
}

function badRowTable(rows: readonly BadRow[]): string {
  if (rows.length === 0) return "";
  const several = rows.some(({ file }) => file !== undefined);
  const cell = (text: string | undefined) => (text === undefined ? "–" : formatCode(text, 80));
  const table = renderTable(
    [
      ...(several ? [{ title: "file", align: "left" } as const] : []),
      { title: "row", align: "right" },
      { title: "column", align: "left" },
      { title: "value", align: "left" },
      { title: "why it is bad", align: "left" },
    ],
    rows
      .slice(0, MAX_BAD_ROWS)
      .map(({ file, row, column, value, reason }) => [
        ...(several ? [cell(file)] : []),
        formatCount(row),
        cell(column),
        cell(value),
        escapeMarkdown(reason, 200),
      ]),
  );
  const first = rows.length > MAX_BAD_ROWS ? `The first ${String(MAX_BAD_ROWS)} bad rows` : "Bad rows";
  return `**${first}**\n\n${table}`;
}

function columnTable({ columns, rows }: Profile): string {
  const share = (count: number) => (count === 0 ? "0" : rows === 0 ? formatCount(count) : formatShare(count / rows));
  const table = renderTable(
    [
      { title: "column", align: "left" },
      { title: "type", align: "left" },
      { title: "nulls", align: "right" },
      { title: "different", align: "right" },
      { title: "smallest", align: "right" },
      { title: "largest", align: "right" },
    ],
    columns
      .slice(0, MAX_TABLE_ROWS)
      .map((column) => [
        formatCode(column.name, 60),
        formatCode(column.type, 30),
        share(column.nulls + column.invalid),
        different(column),
        ...limits(column),
      ]),
    columns.length,
  );
  return foldMarkdown(formatQuantity(columns.length, "column"), table);
}

function different(column: ColumnProfile): string {
  return "distinct" in column && column.distinct !== null ? formatCount(column.distinct) : "–";
}

function limits(column: ColumnProfile): readonly [string, string] {
  if (!("min" in column) || column.min === null || column.max === null) return ["–", "–"];
  return [toExtremeText(column.min, column.kind), toExtremeText(column.max, column.kind)];
}

function originLine({ source, dataset, contract, reference }: DataEvidence): string {
  const files = source.files === 1 ? "" : ` (${formatQuantity(source.files, "file")})`;
  const parts = [
    `${formatCode(source.path, 200)}${files}`,
    ...(dataset === undefined ? [] : [`fingerprint ${formatCode(formatFingerprint(dataset))}`]),
    ...(contract === undefined ? [] : [`contract ${formatCode(contract.path, 120)}`]),
    ...(reference === undefined ? [] : [`bins chosen by the data of ${formatCode(reference.commit.slice(0, 7))}`]),
  ];
  return parts.join(" · ");
}
