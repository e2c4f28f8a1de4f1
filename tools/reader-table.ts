import { markdownTable } from "markdown-table";
import { LOG_READERS } from "../src/runner/readers/log-readers.ts";

/** The registry of log readers as a Markdown table; `full` says also what each takes from the files. */
export function readerTable({ full }: { readonly full: boolean }): string {
  const rows = Object.entries(LOG_READERS).map(([id, { title, finds, reads }]) => [
    title,
    `\`${id}\``,
    inOneCell(finds),
    ...(full ? [inOneCell(reads)] : []),
  ]);
  const head = ["Written by", "`reader`", "Found as", ...(full ? ["What is taken"] : [])];
  return markdownTable([head, ...rows], { alignDelimiters: false });
}

function inOneCell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
