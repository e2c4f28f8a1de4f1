const TABLE = ["object", "table", "model"];
const COLUMN = ["property", "column", "field"];

/**
 * Puts the names of the data into a SQL query, as quoted identifiers. `${table}` is the standard's way, `{table}` an older
 * one; quotes that the author put around a placeholder are kept, and what is inside is escaped for them.
 */
export function fillPlaceholders(query: string, table: string, column: string | undefined): string {
  return query.replace(/(["'`]?)\$?\{(\w+)\}(["'`]?)/g, (whole, before: string, word: string, after: string) => {
    const name = TABLE.includes(word) ? table : COLUMN.includes(word) ? column : undefined;
    if (name === undefined) return whole;
    if (before === "'" && after === "'") return `'${name.replaceAll("'", "''")}'`;
    if (before === "`" && after === "`") return quoteIdentifier(name);
    if (before === '"' && after === '"') return quoteIdentifier(name);
    return `${before}${quoteIdentifier(name)}${after}`;
  });
}

/** Placeholders that are left over: nobody knows what they stand for. */
export function listPlaceholders(query: string): string[] {
  return [...query.matchAll(/\$\{(\w+)\}/g)].map(([whole]) => whole);
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
