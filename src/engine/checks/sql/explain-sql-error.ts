/** Errors about the statement itself. All others come from the data, and quote it. */
const ABOUT_STATEMENT = /^(Binder|Catalog|Parser|Syntax|Permission) Error: /;

const WORDS: readonly (readonly [start: string, meaning: string])[] = [
  ["Conversion Error", "A value cannot be converted as the statement asks; TRY_CAST gives NULL instead."],
  ["Out of Range Error", "A number becomes too large for its type."],
  ["Out of Memory Error", "It needs more memory than a rule has."],
  ["Not implemented Error", "It asks for something that DuckDB does not know."],
  ["Invalid Input Error", "A function is given a value that it cannot work with."],
];

/** What went wrong with a statement of a contract, without any value of the data in it. */
export function explainSqlError(error: unknown, seconds: number): string {
  const told = error instanceof Error ? error.message : String(error);
  if (told.startsWith("INTERRUPT Error")) return `It was stopped after ${String(seconds)} seconds.`;
  if (ABOUT_STATEMENT.test(told))
    return `DuckDB says: ${(told.split("\n")[0] ?? "").slice(0, 250)}.`.replace(/[.!]\.$/, ".");
  const known = WORDS.find(([start]) => told.startsWith(start));
  return known?.[1] ?? `It failed while it ran: ${/^[\w ]{1,40}(?=:)/.exec(told)?.[0] ?? "an error"}.`;
}
