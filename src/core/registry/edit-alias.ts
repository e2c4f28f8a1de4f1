import { isMap, isScalar, type Pair, parseDocument } from "yaml";
import { formatConfigIssue } from "../config/config-issue.ts";
import { PawlError } from "../errors.ts";
import { ModelName } from "../evidence/names.ts";
import { isWithoutContent, parseAliases } from "./parse-aliases.ts";

const NEW_FILE = "# The version that holds each alias. A merged change of a line is a promotion or a rollback.\n";

/**
 * Text of an alias file in which `environment` names `version`, or nothing any more where that is undefined. Everything
 * else stays as it is, byte for byte: comments, order, line ends.
 *
 * @param text The file as it is; undefined where there is none.
 * @throws `CONFIG_INVALID` where `text` is no alias file, `INPUT_INVALID` for a name or number that it cannot hold.
 */
export function editAlias(text: string | undefined, environment: string, version: number | undefined): string {
  const before = text ?? NEW_FILE;
  const aliases = new Map(readAliases(before));
  assertEntry(environment, version);
  if (aliases.get(environment) === version) return before;
  if (version === undefined) aliases.delete(environment);
  else aliases.set(environment, version);
  const after = version === undefined ? removeEntry(before, environment) : setEntry(before, environment, version);
  const made = parseAliases(after);
  // What was written is read again: an edit that says anything else must never reach a pull request.
  if ("aliases" in made && isSame(made.aliases, aliases)) return after;
  throw new PawlError({
    code: "CONFIG_INVALID",
    message: `the alias file could not be edited: its line of ${environment} is written in an unusual way`,
    hint: "Write each alias in a line like production: 8, without anything before or after but a comment.",
  });
}

function readAliases(text: string): ReadonlyMap<string, number> {
  const parsed = parseAliases(text);
  if ("aliases" in parsed) return parsed.aliases;
  const [first] = parsed.issues;
  throw new PawlError({
    code: "CONFIG_INVALID",
    message: first === undefined ? "the alias file is not valid" : formatConfigIssue(first, "the alias file"),
    hint: "Repair it in a pull request of its own.",
  });
}

function assertEntry(environment: string, version: number | undefined): void {
  const named = ModelName.safeParse(environment).success;
  if (named && (version === undefined || (Number.isInteger(version) && version > 0 && version < 1e9))) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${environment.slice(0, 80)}: ${String(version)} is not an alias`,
    hint: "An alias is the name of an environment and the number of a version, like production: 8.",
  });
}

function setEntry(text: string, environment: string, version: number): string {
  const entry = `${environment}: ${String(version)}`;
  const { pairs, flow } = readPairs(text);
  const value = pairs.find((pair) => nameOf(pair) === environment)?.value;
  const at = rangeOf(value);
  if (at !== undefined) return `${text.slice(0, at.start)}${String(version)}${text.slice(at.end)}`;
  if (flow !== undefined) return `${text.slice(0, flow.start)}${entry}${text.slice(flow.end)}`;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const last = rangeOf(pairs.at(-1)?.value);
  if (last === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : newline}${entry}${newline}`;
  const indent = text.slice(lineStart(text, rangeOf(pairs[0]?.key)?.start ?? 0)).match(/^ */)?.[0] ?? "";
  const end = lineEnd(text, last.end);
  const head = text.slice(0, end);
  return `${head}${head.endsWith("\n") ? "" : newline}${indent}${entry}${newline}${text.slice(end)}`;
}

function removeEntry(text: string, environment: string): string {
  const pair = readPairs(text).pairs.find((candidate) => nameOf(candidate) === environment);
  const key = rangeOf(pair?.key);
  const value = rangeOf(pair?.value);
  if (key === undefined || value === undefined) return text;
  return `${text.slice(0, lineStart(text, key.start))}${text.slice(lineEnd(text, value.end))}`;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function readPairs(text: string): { readonly pairs: readonly Pair[]; readonly flow: Range | undefined } {
  if (isWithoutContent(text)) return { pairs: [], flow: undefined };
  const { contents } = parseDocument(text, { uniqueKeys: false });
  if (!isMap(contents)) return { pairs: [], flow: undefined };
  return { pairs: contents.items, flow: contents.flow === true ? rangeOf(contents) : undefined };
}

function nameOf({ key }: Pair): string | undefined {
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}

function rangeOf(node: unknown): Range | undefined {
  const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  if (!Array.isArray(range)) return undefined;
  const [start, end]: readonly unknown[] = range;
  return typeof start === "number" && typeof end === "number" ? { start, end } : undefined;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line's break. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? text.length : found + 1;
}

function isSame(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([name, version]) => right.get(name) === version);
}
