import type { Check } from "../dataset/check.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { renderTable } from "./render-table.ts";

/** More rows of a table of checks are folded away or left to the evidence. */
const MAX_ROWS = 400;

const ICONS = {
  pass: "✅",
  "not-evaluated": "⚪",
  fail: "❌",
} as const;

/** The mark of a check: a warning that failed stops nothing. */
export function checkIcon({ verdict, severity }: Pick<Check, "verdict" | "severity">): string {
  return verdict === "fail" && severity !== "error" ? "⚠️" : ICONS[verdict];
}

/** Checks as a table: what was expected, and what was found, which says how many rows are concerned. */
export function renderCheckTable(checks: readonly Check[], maxRows = MAX_ROWS): string {
  return renderTable(
    [
      { title: "", align: "left" },
      { title: "check", align: "left" },
      { title: "expected", align: "left" },
      { title: "found", align: "left" },
    ],
    checks
      .slice(0, maxRows)
      .map((check) => [checkIcon(check), cell(check.title), cell(check.expected), cell(check.actual)]),
    checks.length,
  );
}

/** Checks that were not evaluated, and why. */
export function renderOpenChecks(checks: readonly Check[]): string {
  return renderTable(
    [
      { title: "check", align: "left" },
      { title: "expected", align: "left" },
      { title: "why it was not evaluated", align: "left" },
    ],
    checks
      .slice(0, MAX_ROWS)
      .map(({ title, expected, reason, actual }) => [cell(title), cell(expected), cell(reason ?? actual)]),
    checks.length,
  );
}

function cell(text: string): string {
  return text.trim() === "" ? "–" : escapeMarkdown(text, 160);
}
