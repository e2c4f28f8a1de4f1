import type { DescribedIssue } from "../../config/describe-schema-issue.ts";

/** Types as databases and programming languages call them, and the standard's word. */
const LOGICAL_TYPES: readonly (readonly [logicalType: string, words: readonly string[]])[] = [
  ["string", ["text", "str", "varchar", "char", "character", "categorical", "category", "uuid", "enum"]],
  ["integer", ["int", "bigint", "long", "smallint", "tinyint", "int32", "int64"]],
  ["number", ["float", "double", "decimal", "numeric", "real", "float32", "float64"]],
  ["boolean", ["bool"]],
  ["timestamp", ["datetime", "date-time", "timestamptz", "timestamp_tz", "timestamp_ntz"]],
  ["object", ["struct", "record", "map", "json"]],
  ["array", ["list"]],
];

/** Adds the way out where a person can be told what they meant. */
export function improveHint(issue: DescribedIssue): DescribedIssue {
  const key = issue.path.at(-1);
  if (key === "logicalType" && issue.about === "value") {
    const word = /the text "(.*)"\.$/.exec(issue.message)?.[1]?.toLowerCase() ?? "";
    const meant = LOGICAL_TYPES.find(([, words]) => words.includes(word.replace(/\(.*$/, "")))?.[0];
    const hint = meant === undefined ? "What the database calls it is the physicalType." : `Did you mean ${meant}?`;
    return { ...issue, hint };
  }
  if (/must be text, but is [\d.]+\.$/.test(issue.message)) return { ...issue, hint: "Put it in quotes." };
  return issue;
}
