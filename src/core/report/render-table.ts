import { markdownTable } from "markdown-table";
import { fitRows } from "./fit-to-limit.ts";
import { formatCount } from "./format-number.ts";

interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** No single table takes more, so that it can be left out of a long report without everything else. */
const MAX_TABLE_BYTES = 16_000;

/** More rows than fit into a table; nobody needs to write out the cells of others. */
export const MAX_TABLE_ROWS = 400;

/** A Markdown table. Cells are Markdown already; rows beyond the limit, of `total`, are counted below it. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  total = rows.length,
): string {
  const shown = fitRows(rows, MAX_TABLE_BYTES);
  const table = markdownTable([columns.map(({ title }) => title), ...shown], {
    align: columns.map(({ align }) => align),
    alignDelimiters: false,
  });
  const missing = total - shown.length;
  return missing === 0 ? table : `${table}\n\nand ${formatCount(missing)} more, all of them in the evidence.`;
}
