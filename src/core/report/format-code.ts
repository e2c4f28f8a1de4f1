import { escapeMarkdown, toOneLine } from "./escape-markdown.ts";

/**
 * Untrusted text as inline code, at most `max` characters: the place where GitHub makes no links, mentions or emoji.
 * Text that backticks cannot hold in every place (a table splits cells even inside them) is written as HTML.
 */
export function formatCode(text: string, max = 100): string {
  const line = toOneLine(text, max);
  if (line.trim() === "") return "<code>&nbsp;</code>";
  if (/[`|\\]/.test(line) || line !== line.trim()) return `<code>${escapeMarkdown(line, max)}</code>`;
  return `\`${line}\``;
}
