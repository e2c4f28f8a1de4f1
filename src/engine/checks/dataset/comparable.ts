import { timestampOfText } from "../../data/column-value.ts";
import type { ColumnView } from "../column-view.ts";

/** Narrower than 128 bits where both files are. What a text file has is not bound by the type that was found in it. */
const WHOLE_TYPES = [
  { name: "BIGINT", holds: /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/ },
  { name: "UBIGINT", holds: /^(UTINYINT|USMALLINT|UINTEGER|UBIGINT)$/ },
] as const;

/**
 * SQL of two columns whose equal values are equal, whichever types the two files have them in: 1 and 1.0, a day as a date
 * and as text.
 */
export function comparable(left: ColumnView, right: ColumnView): readonly [left: string, right: string] {
  // Two types of whole numbers are equal where they are compared, and not where they are hashed.
  if (left.holds === "integer" && right.holds === "integer") {
    const type = WHOLE_TYPES.find(({ holds }) =>
      [left, right].every((side) => !side.parsed && holds.test(side.source.type)),
    );
    const name = type?.name ?? "HUGEINT";
    return [`CAST(${left.value} AS ${name})`, `CAST(${right.value} AS ${name})`];
  }
  if (left.holds === right.holds && left.holds !== "other") return [left.value, right.value];
  if (isNumber(left) && isNumber(right)) return [asDouble(left), asDouble(right)];
  if (left.holds === "time" && right.holds === "text") return [left.value, timestampOfText(right.value)];
  if (left.holds === "text" && right.holds === "time") return [timestampOfText(left.value), right.value];
  return [`CAST(${left.raw} AS VARCHAR)`, `CAST(${right.raw} AS VARCHAR)`];
}

function isNumber({ holds }: ColumnView): boolean {
  return holds === "integer" || holds === "number" || holds === "boolean";
}

function asDouble({ value, holds }: ColumnView): string {
  return holds === "boolean" ? `CAST(CAST(${value} AS TINYINT) AS DOUBLE)` : `CAST(${value} AS DOUBLE)`;
}
