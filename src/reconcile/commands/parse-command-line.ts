/** A line that begins with `/pawl`, taken apart. */
export interface CommandLine {
  /** The first word, in lower case; empty where there is none. */
  readonly name: string;
  /** The words after it. */
  readonly words: readonly string[];
  /** Everything after the name, as it was written. */
  readonly rest: string;
}

/** Longer lines are no commands. */
const MAX_LINE = 2000;

/** The `/pawl …` line at the beginning of a comment; `undefined` for every other comment. */
export function parseCommandLine(body: string): CommandLine | undefined {
  const line = (body.trimStart().split(/\r?\n/, 1)[0] ?? "").trim();
  const found = /^\/pawl(?:\s+(\S+)\s*(.*))?$/.exec(line.slice(0, MAX_LINE));
  if (found === null) return undefined;
  const rest = (found[2] ?? "").trim();
  return { name: found[1] ?? "", words: rest === "" ? [] : rest.split(/\s+/), rest };
}
