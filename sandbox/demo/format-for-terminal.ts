import { toSafeText } from "../../src/core/evidence/limits.ts";

// More than GitHub lets a comment have.
const MAX_LENGTH = 100_000;
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };
const SEPARATOR = /^\|?[\s:|-]+\|?$/;

/**
 * A report's Markdown as it reads well in a terminal: tables in columns, folded sections as one line with their title.
 * What cannot be shown (links' targets, charts) is left to the page, and so are control characters: a report has names in it
 * that anybody may have chosen.
 */
export function formatForTerminal(markdown: string): string {
  const lines = fold(toSafeText(markdown, MAX_LENGTH).replace(/<!--[\s\S]*?-->\n?/g, "")).split("\n");
  const blocks: string[] = [];
  let table: string[][] = [];
  for (const line of [...lines, ""]) {
    if (line.startsWith("|")) {
      if (!SEPARATOR.test(line)) table.push(splitRow(line));
      continue;
    }
    if (table.length > 0) blocks.push(...alignColumns(table));
    table = [];
    blocks.push(plain(line));
  }
  return blocks
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .trimEnd();
}

/** Innermost sections first, so that nested ones end up inside the one line of their parent. */
function fold(markdown: string): string {
  const section = /<details>\s*<summary>((?:(?!<\/summary>)[\s\S])*)<\/summary>(?:(?!<details>)[\s\S])*?<\/details>/g;
  let text = markdown;
  for (;;) {
    const folded = text.replace(section, (_, title: string) => `▸ ${title.trim()}`);
    if (folded === text) return text;
    text = folded;
  }
}

/** Cells of a row; `\|` is no border. */
function splitRow(line: string): string[] {
  return line
    .replace(/^\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => plain(cell.trim()));
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const format = (row: readonly string[]) =>
    `  ${widths.map((width, column) => pad(row[column] ?? "", width, column)).join("  ")}`;
  const [head = [], ...body] = rows;
  return [format(head), `  ${widths.map((width) => "─".repeat(width)).join("──")}`, ...body.map(format)].map((line) =>
    line.trimEnd(),
  );
}

/** Names stand left, numbers right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || !/^[-−+]?\d/.test(cell) ? cell.padEnd(width) : cell.padStart(width);
}

function plain(text: string): string {
  return text
    .replace(/^#+ /, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<\/?(?:sub|sup|b|i|em|strong|br|p|kbd|code|span)\s*\/?>/g, "")
    .replace(/(?<!\\)(?:\*\*|`)/g, "")
    .replace(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/&#(\d{2,4});/g, (entity, code: string) => decode(Number(code)) ?? entity)
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

/** Printable ASCII, and the invisible break that keeps GitHub from making links. Nothing else is written as a number. */
function decode(code: number): string | undefined {
  if (code === 0x200b) return "";
  return code >= 0x20 && code < 0x7f ? String.fromCodePoint(code) : undefined;
}
