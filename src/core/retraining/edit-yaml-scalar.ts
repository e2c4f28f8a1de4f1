import { isScalar, parseDocument } from "yaml";
import { formatEditNumber, isFloatText } from "./edit-number.ts";
import type { EditValue } from "./edit-target.ts";

/** What stood in the place before: its letters, empty where there were none, and what they mean. */
interface Before {
  readonly source: string;
  readonly value: EditValue | null;
}

/**
 * A value as one YAML scalar. Quotes stay those of `before`. What had none gets none, as long as every reader takes the new
 * one for the same kind of thing: a date without quotes stays one, while `no`, `12:30` or a date in the place of a word are
 * quoted.
 */
export function writeYamlScalar(value: EditValue, before: Before): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return formatEditNumber(value, isFloatText(before.source));
  if (before.source.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  if (before.source.startsWith('"') || before.source === "") return quote(value, before);
  return isPlain(value) && canStayPlain(value, before.source) ? value : JSON.stringify(value);
}

function quote(value: string, { source }: Before): string {
  return source === "" && isPlain(value) && isWord(value) ? value : JSON.stringify(value);
}

/** Letters that begin and end nothing in YAML, in lines as in brackets; more than these go into quotes. */
function isPlain(value: string): boolean {
  return /^[\p{L}\p{N}_/.][\p{L}\p{N}_/.+:@%= -]*$/u.test(value) && !/: |:$| $|^\.\.\./.test(value);
}

function canStayPlain(value: string, before: string): boolean {
  return isWord(value) || (isTimestamp(value) && isTimestamp(before));
}

/** Text for readers of YAML 1.2 (ruamel) and of 1.1 (PyYAML, where `no` is false and `2026-11-26` a date) alike. */
function isWord(value: string): boolean {
  return (["1.2", "1.1"] as const).every((version) => resolve(value, version) === value);
}

function isTimestamp(value: string): boolean {
  return resolve(value, "1.1") instanceof Date;
}

function resolve(source: string, version: "1.1" | "1.2"): unknown {
  const document = parseDocument(source, { version, logLevel: "silent", prettyErrors: false });
  return document.errors.length === 0 && isScalar(document.contents) ? document.contents.value : undefined;
}
