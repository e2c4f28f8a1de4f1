// Column names and paths come from files and inputs that anybody may have written. They reach SQL through these two
// functions alone.

/** A name as an SQL identifier, whatever it holds: `a"; DROP` → `"a""; DROP"`. */
export function quoteIdentifier(name: string): string {
  return `"${withoutNul(name).replaceAll('"', '""')}"`;
}

/** A text as an SQL literal: `it's` → `'it''s'`. DuckDB knows no backslash escapes in it. */
export function quoteLiteral(text: string): string {
  return `'${withoutNul(text).replaceAll("'", "''")}'`;
}

/** `'a', 'b'`; `NULL` for none, so that `x IN (…)` stays a sentence and is never true. */
export function quoteList(texts: readonly string[]): string {
  return texts.length === 0 ? "NULL" : texts.map(quoteLiteral).join(", ");
}

// The statement is handed on as a C string, which would end here.
function withoutNul(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}
