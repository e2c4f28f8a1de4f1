import { formatCode } from "../report/format-code.ts";
import { renderTable } from "../report/render-table.ts";
import type { AppliedEdit } from "./apply-edits.ts";

/** Declared edits as a table: before → after, as the letters in the file. */
export function renderChangedLines(changes: readonly AppliedEdit[]): string {
  const rows = changes.map(({ file, pointer, before, after }) => [
    formatCode(file, 300),
    formatCode(pointer, 300),
    before === "" ? "empty" : formatCode(before, 120),
    before === after ? "is there already" : formatCode(after, 120),
  ]);
  const columns = ["file", "place", "before", "after"].map((title) => ({ title, align: "left" as const }));
  return renderTable(columns, rows);
}
