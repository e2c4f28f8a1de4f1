import type { Demand } from "../../../core/dataset/contract.ts";
import { formatCount } from "../../../core/report/format-number.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import { judgeRows } from "../outcome.ts";
import { countRows, type RulePlan } from "../rule-plan.ts";

/** The pattern is found somewhere in the value, as JSON Schema's `pattern`: `^` and `$` tie it to the ends. */
export function planPattern({ pattern }: Extract<Demand, { kind: "pattern" }>, column: ColumnView): RulePlan {
  return planText(
    column,
    `matching ${pattern.slice(0, 200)}`,
    patternSql(pattern, column.text),
    "does not match the pattern",
  );
}

/** Characters of a text, elements of a list. */
export function planLength({ min, max }: Extract<Demand, { kind: "length" }>, column: ColumnView): RulePlan {
  const list = column.source.type.endsWith("]");
  const unit = list ? "elements" : "characters";
  const length = list ? `len(${column.raw})` : `length(${column.text})`;
  const within = [
    ...(min === undefined ? [] : [`${length} >= ${String(min)}`]),
    ...(max === undefined ? [] : [`${length} <= ${String(max)}`]),
  ];
  const words = [
    ...(min === undefined ? [] : [`at least ${formatCount(min)}`]),
    ...(max === undefined ? [] : [`at most ${formatCount(max)}`]),
  ];
  const expected = `${words.join(" and ")} ${unit}`;
  return planText(column, expected, within.length === 0 ? "true" : within.join(" AND "), `has not ${expected}`);
}

/** A rule about the text of every value that is there; `good` is SQL that is true where the value keeps it. */
export function planText(column: ColumnView, expected: string, good: string, reason: string): RulePlan {
  const condition = `(${column.raw} IS NOT NULL AND NOT coalesce(${good}, false))`;
  const counts = [countRows(condition), `count(${column.raw})`] as const;
  return {
    kind: "measured",
    aggregates: counts,
    judge: (figures) => judgeRows(expected, figures(counts[0]) ?? 0, figures(counts[1]) ?? 0, "others"),
    badRows: { condition, column: column.source.name, value: column.text, reason },
  };
}

/** SQL that searches a text for a pattern of ECMA-262, as far as the engine's RE2 knows it (no look-around, no back-references). */
export function patternSql(pattern: string, text: string): string {
  return `regexp_matches(${text}, ${quoteLiteral(toRe2(pattern))})`;
}

/** What ECMA-262 writes in another way than RE2: `\uXXXX`, `\cX`, `(?<name>`. */
export function toRe2(pattern: string): string {
  return pattern
    .replace(/(?<!\\)((?:\\\\)*)\\u\{?([0-9a-fA-F]{4,6})\}?/g, "$1\\x{$2}")
    .replace(/(?<!\\)((?:\\\\)*)\(\?<([A-Za-z_]\w*)>/g, "$1(?P<$2>");
}
