import { formatQuantity } from "../../report/format-number.ts";
import type { LogicalType } from "../contract.ts";
import type { ColumnProfile } from "../profile.ts";
import { inferRange } from "./infer-range.ts";
import { inferTexts } from "./infer-texts.ts";
import { yamlComment, yamlScalar } from "./yaml-scalar.ts";

/** Without a null in so many rows, fewer than 3 of 100 rows have one (95 %, rule of three). */
const ENOUGH_ROWS = 100;

const KEY_NAME = /(^|[_\s-])(id|uuid|guid|key|index)$|[a-z](Id|ID|Uuid|UUID|Key)$/;

/** Lines of YAML for one property: an entry of `properties`, not indented. */
export function inferProperty(column: ColumnProfile, rows: number): string[] {
  const values = rows - column.nulls;
  const onlyNulls = values <= 0;
  const logicalType = onlyNulls || column.invalid > 0 ? undefined : logicalTypeOf(column);
  const required = rows >= ENOUGH_ROWS && column.nulls === 0 && column.invalid === 0;
  const unique = required && KEY_NAME.test(column.name) && distinctOf(column) === rows;
  return [
    `- name: ${yamlScalar(column.name)}`,
    ...(onlyNulls && rows > 0 ? [`  ${yamlComment("Only nulls were seen, so nothing is known about it.")}`] : []),
    ...(column.invalid > 0 ? [`  ${yamlComment(describeInvalid(column))}`] : []),
    ...(logicalType === undefined ? [] : [`  logicalType: ${logicalType}`]),
    ...(required ? ["  required: true"] : []),
    ...(unique ? ["  unique: true"] : []),
    ...(onlyNulls || unique || column.invalid > 0 ? [] : inferRules(column, values)),
  ];
}

function describeInvalid({ invalid, kind }: ColumnProfile): string {
  return `${formatQuantity(invalid, "value")} could not be read as ${kind}: decide on a logicalType.`;
}

function inferRules(column: ColumnProfile, values: number): string[] {
  if (/^INTERVAL\b/i.test(column.type)) return [];
  if (column.kind === "numeric" || column.kind === "integer") {
    const range = inferRange(column, values);
    if (range === undefined) return [];
    return [
      "  logicalTypeOptions:",
      `    ${yamlComment(range.comment)}`,
      ...(range.minimum === undefined ? [] : [`    minimum: ${yamlScalar(range.minimum)}`]),
      ...(range.maximum === undefined ? [] : [`    maximum: ${yamlScalar(range.maximum)}`]),
    ];
  }
  if (column.kind !== "categorical") return [];
  const texts = inferTexts(column, values);
  if (texts === undefined) return [];
  if (texts.kind === "pattern") {
    return [
      "  logicalTypeOptions:",
      `    ${yamlComment(texts.comment)}`,
      `    pattern: ${JSON.stringify(texts.pattern)}`,
    ];
  }
  return [
    "  quality:",
    "    - metric: invalidValues",
    "      mustBe: 0",
    "      arguments:",
    "        validValues:",
    ...texts.values.map((value) => `          - ${yamlScalar(value)}`),
  ];
}

/** Exact, or null where it was not counted. */
function distinctOf(column: ColumnProfile): number | null {
  return "distinct" in column ? column.distinct : null;
}

function logicalTypeOf({ kind, type }: ColumnProfile): LogicalType | undefined {
  const upper = type.toUpperCase();
  switch (kind) {
    case "numeric":
      // An interval is counted in seconds, and no contract has a type for it.
      return /^INTERVAL\b/.test(upper) ? undefined : "number";
    case "integer":
      return "integer";
    case "boolean":
      return "boolean";
    case "timestamp":
      return /^DATE\b/.test(upper) ? "date" : "timestamp";
    case "categorical":
    case "text":
      return /^(VARCHAR|CHAR|STRING|TEXT|ENUM|UUID)/.test(upper) ? "string" : undefined;
    case "embedding":
    case "other":
      if (/\]$|^LIST\b/.test(upper)) return "array";
      return /^(STRUCT|MAP)\b/.test(upper) ? "object" : /^TIME\b/.test(upper) ? "time" : undefined;
  }
}
