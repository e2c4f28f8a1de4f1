import type { Demand, LogicalType } from "../contract.ts";
import type { PropertyDocument, TypeOptionsDocument } from "./contract-document.ts";
import { formatLimits } from "./format-limits.ts";
import { readLimits } from "./read-limits.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";

/** Formats of text that a value can be held against; `password` and `binary` say how it is shown or sent. */
const TEXT_FORMATS = ["email", "uuid", "uri", "hostname", "ipv4", "ipv6", "byte", "date", "date-time", "time"];

/** Ranges of whole numbers that the standard names after their bits. Those that a double cannot hold are text. */
const INTEGER_FORMATS: Readonly<Record<string, readonly [min: number | string, max: number | string]>> = {
  i8: [-128, 127],
  i16: [-32_768, 32_767],
  i32: [-2_147_483_648, 2_147_483_647],
  i64: ["-9223372036854775808", "9223372036854775807"],
  i128: ["-170141183460469231731687303715884105728", "170141183460469231731687303715884105727"],
  u8: [0, 255],
  u16: [0, 65_535],
  u32: [0, 4_294_967_295],
  u64: [0, "18446744073709551615"],
  u128: [0, "340282366920938463463374607431768211455"],
};

const LARGEST_FLOAT = 3.402_823_466_385_288_6e38;

const LENGTHS = [
  ["minLength", "maxLength", "character"],
  ["minItems", "maxItems", "item"],
] as const;

const NOT_EVALUATED: readonly (readonly [key: keyof TypeOptionsDocument, what: string])[] = [
  ["uniqueItems", "Items of lists"],
  ["minProperties", "Properties of objects"],
  ["maxProperties", "Properties of objects"],
  ["required", "Properties of objects"],
  ["timezone", "Time zones of columns"],
];

/** Rules of `logicalTypeOptions`; `path` leads to that key. */
export function typeOptionRules(property: PropertyDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  const options = property.logicalTypeOptions;
  if (options === undefined) return [];
  const draft = (rule: string, key: keyof TypeOptionsDocument, title: string, demand: Demand): RuleDraft => ({
    rule,
    column,
    title,
    demand,
    path: [...path, key],
  });
  const { pattern, multipleOf } = options;
  const rules: RuleDraft[] = [];
  for (const [minKey, maxKey, unit] of LENGTHS) {
    const [min, max] = [options[minKey], options[maxKey]];
    if (min === undefined && max === undefined) continue;
    const title = `${column} has ${formatLength(min, max, unit)}`;
    rules.push(draft("length", min === undefined ? maxKey : minKey, title, { kind: "length", column, min, max }));
  }
  if (pattern !== undefined) {
    rules.push(draft("pattern", "pattern", `${column} matches ${pattern}`, { kind: "pattern", column, pattern }));
  }
  rules.push(...readLimits(options, property.logicalType, column, path));
  if (multipleOf !== undefined) {
    const demand: Demand = { kind: "multiple-of", column, divisor: multipleOf };
    rules.push(draft("multiple-of", "multipleOf", `${column} is a multiple of ${String(multipleOf)}`, demand));
  }
  if (options.format !== undefined) rules.push(...formatRule(options.format, property.logicalType, column, path));
  return [...rules, ...unevaluatedOptions(options, column, path)];
}

function formatLength(min: number | undefined, max: number | undefined, singular: string): string {
  const unit = (max ?? min) === 1 ? singular : `${singular}s`;
  if (min === undefined) return `at most ${String(max)} ${unit}`;
  if (max === undefined) return `at least ${String(min)} ${unit}`;
  return min === max ? `${String(min)} ${unit}` : `between ${String(min)} and ${String(max)} ${unit}`;
}

function formatRule(
  format: string,
  logicalType: LogicalType | undefined,
  column: string,
  path: readonly PropertyKey[],
): RuleDraft[] {
  const at = [...path, "format"];
  const integer = INTEGER_FORMATS[format];
  if (integer !== undefined || format === "f32") {
    const [min, max] = integer ?? [-LARGEST_FLOAT, LARGEST_FLOAT];
    const limits = { min: { value: min, exclusive: false }, max: { value: max, exclusive: false } };
    const title = `${column} fits into ${format}: ${formatLimits(limits.min, limits.max)}`;
    return [{ rule: "format", column, title, demand: { kind: "range", column, ...limits }, path: at }];
  }
  // Every number of a file fits.
  if (format === "f64") return [];
  const temporal = logicalType === "date" || logicalType === "timestamp" || logicalType === "time";
  if (temporal || TEXT_FORMATS.includes(format.toLowerCase())) {
    const known = temporal ? format : format.toLowerCase();
    const title = `${column} is ${temporal ? "written as" : "a valid"} ${known}`;
    const demand: Demand = { kind: "format", column, format: known };
    return [{ rule: "format", column, title, demand, path: at }];
  }
  const title = `${column} has the format ${format}`;
  const reason = `The format ${format} is not known; ${TEXT_FORMATS.join(", ")} are.`;
  return [notEvaluated({ rule: "format", column, title, reason, severity: "warning", path: at })];
}

function unevaluatedOptions(options: TypeOptionsDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  return NOT_EVALUATED.flatMap(([key, what]) => {
    const value = options[key];
    if (value === undefined || value === false) return [];
    return [
      notEvaluated({
        rule: key,
        column,
        title: `${key} of ${column}`,
        reason: `${what} are not evaluated.`,
        severity: "warning",
        path: [...path, key],
      }),
    ];
  });
}
