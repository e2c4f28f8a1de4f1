import { isScalar, parseDocument } from "yaml";
import { formatEditNumber, isFloatText } from "./edit-number.ts";
import type { EditValue, WrittenValue } from "./edit-target.ts";

/**
 * A value as one YAML scalar in the place of another. Quotes stay as they were. What had none gets none, as long as every
 * reader takes the new one for the same kind of thing: a date without quotes stays one, while `no`, `12:30` or a date in
 * the place of a word are quoted.
 *
 * @param before The letters of the old scalar, empty where there were none.
 * @param version Of YAML, as the document says.
 */
export function writeYamlScalar(value: EditValue, before: string, version: "1.1" | "1.2"): WrittenValue {
  if (typeof value === "boolean") return { text: String(value), value };
  if (typeof value === "number") return { text: formatEditNumber(value, isFloatText(before)), value };
  if (before.startsWith("'")) return { text: `'${value.replaceAll("'", "''")}'`, value };
  const quoted = { text: JSON.stringify(value), value };
  if (before.startsWith('"') || !isPlain(value)) return quoted;
  if (isWord(value)) return { text: value, value };
  return isTimestamp(value) && isTimestamp(before) ? { text: value, value: resolve(value, version) } : quoted;
}

/** Letters that begin and end nothing in YAML, in lines as in brackets; more than these go into quotes. */
function isPlain(value: string): boolean {
  return /^[\p{L}\p{N}_/.][\p{L}\p{N}_/.+:@%= -]*$/u.test(value) && !/: |:$| $|^\.\.\./.test(value);
}

/** Text for readers of YAML 1.2 (ruamel) and of 1.1 (PyYAML, where `no` is false and `2026-11-26` a date) alike. */
function isWord(value: string): boolean {
  return (["1.2", "1.1"] as const).every((version) => resolve(value, version) === value);
}

/** A date without quotes, for readers of YAML 1.1. */
export function isTimestamp(value: string): boolean {
  return resolve(value, "1.1") instanceof Date;
}

function resolve(source: string, version: "1.1" | "1.2"): unknown {
  const document = parseDocument(source, { version, logLevel: "silent", prettyErrors: false });
  return document.errors.length === 0 && isScalar(document.contents) ? document.contents.value : undefined;
}
