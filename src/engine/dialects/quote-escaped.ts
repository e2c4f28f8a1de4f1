/** A text as a literal of an engine in which a backslash escapes: `it's` → `'it\'s'`. */
export function quoteEscaped(text: string): string {
  const escaped = text.replaceAll("\0", "\uFFFD").replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `'${escaped.replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}
