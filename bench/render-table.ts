import { markdownTable } from "markdown-table";
import type { BenchRow } from "./bench-row.ts";

/** The rows as a Markdown table that also reads well in a terminal. */
export function renderTable(rows: readonly BenchRow[]): string {
  const body = rows.map(({ name, ours, theirs, ratio, note }) => [
    name,
    ours,
    theirs,
    ratio === undefined ? "" : `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)} ×`,
    note ?? "",
  ]);
  return markdownTable([["What", "Pawl", "Instead, or the aim", "Ratio", "Note"], ...body], {
    align: ["l", "r", "r", "r", "l"],
  });
}
