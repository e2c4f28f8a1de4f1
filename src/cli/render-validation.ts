import { type ConfigIssue, formatConfigIssue } from "../core/config/config-issue.ts";
import type { BadRow } from "../core/dataset/bad-row.ts";
import type { Check } from "../core/dataset/check.ts";
import { formatCount, formatQuantity } from "../core/report/format-number.ts";
import type { DatasetValidation } from "../engine/validate-dataset.ts";
import { alignColumns } from "./align-columns.ts";
import type { Style } from "./style.ts";
import { toCell } from "./to-printable.ts";

export interface ShownValidation
  extends Pick<DatasetValidation, "source" | "profile" | "checks" | "badRows" | "verdict"> {
  readonly contract: string | undefined;
  /** What looks like a mistake in the contract. */
  readonly notes: readonly ConfigIssue[];
}

/** What was found, the broken rules first and the verdict last. */
export function renderValidation(found: ShownValidation, style: Style, width?: number): string {
  const { checks, contract, badRows, notes, verdict } = found;
  const failed = checks.filter((check) => check.verdict === "fail");
  const open = checks.filter((check) => check.verdict === "not-evaluated");
  const parts = [
    checkTable(failed, style, width),
    openTable(open, style, width),
    badRowTable(badRows, style, width),
    notes.map((note) => style.doubtful(toCell(formatConfigIssue(note, contract ?? ""), 400))),
    [verdictLine(found, { failed: failed.length, open: open.length }, style)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join(verdict === "pass" && failed.length === 0 ? "\n" : "\n\n");
}

function checkTable(failed: readonly Check[], style: Style, width: number | undefined): string[] {
  const rows = failed.map(({ severity, title, expected, actual }) => [
    severity === "error"
      ? style.bad("✗ error")
      : severity === "warning"
        ? style.doubtful("! warning")
        : style.quiet("· info"),
    toCell(title, 70),
    toCell(expected, 40),
    toCell(actual, 120),
  ]);
  if (rows.length === 0) return [];
  const [head = "", ...body] = alignColumns([["", "rule", "expected", "found"], ...rows], [], width);
  return [style.quiet(head), ...body];
}

function openTable(open: readonly Check[], style: Style, width: number | undefined): string[] {
  const rows = open.map(({ title, reason }) => [
    style.doubtful("? not evaluated"),
    toCell(title, 70),
    toCell(reason ?? "", 400),
  ]);
  return alignColumns(rows, [], width);
}

function badRowTable(badRows: readonly BadRow[], style: Style, width: number | undefined): string[] {
  if (badRows.length === 0) return [];
  const manyFiles = badRows.some(({ file }) => file !== undefined);
  const rows = badRows.map(({ row, file, column, value, reason }) => [
    formatCount(row),
    ...(manyFiles ? [toCell(file ?? "", 50)] : []),
    toCell(column ?? "", 40),
    value === undefined ? "" : toCell(value, 40),
    toCell(reason, 80),
  ]);
  const titles = ["row", ...(manyFiles ? ["file"] : []), "column", "value", "reason"];
  const [head = "", ...body] = alignColumns([titles, ...rows], ["right"], width);
  return [style.quiet(head), ...body];
}

function verdictLine(
  { source, profile, checks, contract, verdict }: ShownValidation,
  { failed, open }: { readonly failed: number; readonly open: number },
  style: Style,
): string {
  const said = {
    pass: style.good("✓ pass"),
    fail: style.bad("✗ fail"),
    inconclusive: style.doubtful("? inconclusive"),
  };
  const counts = [
    `${formatQuantity(checks.length - failed - open, "rule")} kept`,
    `${formatCount(failed)} broken`,
    ...(open > 0 ? [`${formatCount(open)} not evaluated`] : []),
  ];
  const by = contract === undefined ? "" : ` by ${toCell(contract, 200)}`;
  return `${said[verdict]}  ${toCell(source.name, 200)}, ${formatQuantity(profile.rows, "row")}${by}: ${counts.join(", ")}`;
}
