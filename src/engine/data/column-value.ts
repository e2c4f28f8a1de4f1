import type { SourceKind } from "./data-source.ts";

type KindOfType = SourceKind | "string";

const INTEGER = /^U?(TINYINT|SMALLINT|INTEGER)$|^BIGINT$/;
const HUGE_INTEGER = /^(UBIGINT|U?HUGEINT)$/;
const FRACTION = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const WHOLE_DECIMAL = /^DECIMAL\(\d+, ?0\)$/;
const MOMENT = /^(DATE|TIMESTAMP.*)$/;
const ZONED = "TIMESTAMP WITH TIME ZONE";
/** Counted in seconds, since midnight or long: an amount and not a moment. */
const DURATION = /^(TIME|INTERVAL)$/;

/** What the engine's type says about a column's kind; text and UUIDs are `string`, lists, structs, maps and blobs other. */
export function kindOfType(type: string): KindOfType {
  if (INTEGER.test(type) || HUGE_INTEGER.test(type) || WHOLE_DECIMAL.test(type)) return "integer";
  if (FRACTION.test(type) || DURATION.test(type)) return "numeric";
  if (type === "BOOLEAN") return "boolean";
  if (MOMENT.test(type)) return "timestamp";
  if (type.startsWith("ENUM(")) return "categorical";
  return type === "VARCHAR" || type === "UUID" ? "string" : "other";
}

/**
 * SQL for a column's value as a kind, in the type that `SourceColumn.value` promises; NULL where the value cannot be read
 * as that kind. `raw` is the column in SQL, of the engine's type `type`.
 */
export function columnValue(raw: string, type: string, kind: SourceKind): string {
  switch (kind) {
    case "integer":
      return integerValue(raw, type);
    case "numeric":
      return numericValue(raw, type);
    case "timestamp":
      return timestampValue(raw, type);
    case "boolean":
      return booleanValue(raw, type);
    case "categorical":
    case "text":
      return type === "VARCHAR" ? raw : `CAST(${raw} AS VARCHAR)`;
    case "other":
      return raw;
  }
}

function integerValue(raw: string, type: string): string {
  if (type === "BIGINT" || type === "HUGEINT") return raw;
  if (INTEGER.test(type) || type === "BOOLEAN") return `CAST(${raw} AS BIGINT)`;
  if (HUGE_INTEGER.test(type) || WHOLE_DECIMAL.test(type)) return `TRY_CAST(${raw} AS HUGEINT)`;
  if (FRACTION.test(type)) return `CASE WHEN ${raw} = trunc(${raw}) THEN TRY_CAST(${raw} AS HUGEINT) END`;
  if (type === "VARCHAR") return integerOfText(raw, "HUGEINT");
  return "CAST(NULL AS BIGINT)";
}

/**
 * Text as a whole number. The engine's cast rounds `2.5` to 3, so what has a point or an exponent must be whole as a
 * fraction too: `3.0` is 3. `plain` leaves those out.
 */
export function integerOfText(raw: string, type: "BIGINT" | "HUGEINT", plain?: "plain"): string {
  const hasFraction = `contains(${raw}, '.') OR contains(${raw}, 'e') OR contains(${raw}, 'E')`;
  const cast = `TRY_CAST(${raw} AS ${type})`;
  const fraction = `TRY_CAST(${raw} AS DOUBLE)`;
  const whole = plain === undefined ? ` WHEN ${fraction} = trunc(${fraction}) THEN ${cast}` : "";
  return `CASE WHEN NOT (${hasFraction}) THEN ${cast}${whole} END`;
}

/**
 * Text as a number. In a file whose columns are separated by semicolons, which is done where the comma is the decimal
 * point, `1,5` is one too, beside `1.5`; what has both is none.
 */
export function numberOfText(raw: string, decimalComma: boolean): string {
  const plain = `TRY_CAST(${raw} AS DOUBLE)`;
  if (!decimalComma) return plain;
  const hasComma = `contains(${raw}, ',') AND NOT contains(${raw}, '.')`;
  return `coalesce(${plain}, CASE WHEN ${hasComma} THEN TRY_CAST(replace(${raw}, ',', '.') AS DOUBLE) END)`;
}

/**
 * Text as seconds since 1970: ISO 8601, with `T` or a blank, with or without a time, or the same with a day like
 * `31.12.2024`. Without an offset it is UTC. The engine's faster cast drops an offset, so what has one (a sign behind a
 * colon) takes the slower.
 */
export function timestampOfText(raw: string): string {
  const hasOffset = `contains(${raw}, '+') OR ${raw} LIKE '%:%-%'`;
  const isDate = `substring(${raw}, 5, 1) IN ('-', '/')`;
  const seconds = (text: string, type: string) => secondsOf(`TRY_CAST(${text} AS ${type})`, type);
  const isDotted = `substring(${raw}, 3, 1) = '.' AND substring(${raw}, 6, 1) = '.'`;
  const part = (from: number, length: string) => `substring(${raw}, ${String(from)}${length})`;
  const turned = `concat(${part(7, ", 4")}, '-', ${part(4, ", 2")}, '-', ${part(1, ", 2")}, ${part(11, "")})`;
  const read = (text: string) =>
    `CASE WHEN ${hasOffset} THEN ${seconds(text, ZONED)} ELSE ${seconds(text, "TIMESTAMP")} END`;
  return `CASE WHEN ${isDate} THEN ${read(raw)} WHEN ${isDotted} THEN ${read(turned)} END`;
}

function numericValue(raw: string, type: string): string {
  if (type === "DOUBLE") return raw;
  if (DURATION.test(type)) return `CAST(epoch(${raw}) AS DOUBLE)`;
  const isNumber = INTEGER.test(type) || HUGE_INTEGER.test(type) || FRACTION.test(type) || type === "BOOLEAN";
  if (isNumber) return `CAST(${raw} AS DOUBLE)`;
  return type === "VARCHAR" ? `TRY_CAST(${raw} AS DOUBLE)` : "CAST(NULL AS DOUBLE)";
}

function timestampValue(raw: string, type: string): string {
  if (MOMENT.test(type)) return secondsOf(raw, type);
  return type === "VARCHAR" ? timestampOfText(raw) : "CAST(NULL AS DOUBLE)";
}

/** `epoch` of a moment with a zone is the double beside the nearest one. */
function secondsOf(raw: string, type: string): string {
  return type === ZONED ? `epoch_us(${raw}) / 1e6` : `CAST(epoch(${raw}) AS DOUBLE)`;
}

function booleanValue(raw: string, type: string): string {
  if (type === "BOOLEAN") return raw;
  if (type === "VARCHAR") return `TRY_CAST(${raw} AS BOOLEAN)`;
  const isNumber = INTEGER.test(type) || HUGE_INTEGER.test(type) || FRACTION.test(type);
  return isNumber ? `CASE ${raw} WHEN 0 THEN false WHEN 1 THEN true END` : "CAST(NULL AS BOOLEAN)";
}
