import type { Demand } from "../../../core/dataset/contract.ts";
import { formatCount, formatQuantity } from "../../../core/report/format-number.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import type { RulePlan } from "../rule-plan.ts";
import { planEach } from "./plan-each.ts";

/** The pattern is found somewhere in the value, as JSON Schema's `pattern`: `^` and `$` tie it to the ends. */
export function planPattern({ pattern }: Extract<Demand, { kind: "pattern" }>, column: ColumnView): RulePlan {
  return planEach(column, {
    good: patternSql(pattern, column.text),
    expected: `matching ${pattern.slice(0, 200)}`,
    broken: "others",
    reason: "does not match the pattern",
  });
}

/** Characters of a text, elements of a list. */
export function planLength(demand: LengthDemand, column: ColumnView): RulePlan {
  const { min, max } = demand;
  const list = column.source.type.endsWith("]");
  const length = list ? `len(${column.raw})` : `length(${column.text})`;
  const within = [
    ...(min === undefined ? [] : [`${length} >= ${String(min)}`]),
    ...(max === undefined ? [] : [`${length} <= ${String(max)}`]),
  ];
  const good = within.length === 0 ? `${column.raw} IS NOT NULL` : within.join(" AND ");
  const { expected, reason } = describeLength(demand, list ? "element" : "character");
  const counted = { sql: length, reason };
  return planEach(column, { good, expected, broken: "others", reason: `does not have ${expected}`, counted });
}

type LengthDemand = Pick<Extract<Demand, { kind: "length" }>, "min" | "max">;

/** `at most 16 characters`; `has 18 characters; at most 16 are allowed`. */
function describeLength({ min, max }: LengthDemand, unit: string) {
  const { limit, last, verb } = describeLimit(min, max);
  const one = last === 1;
  return {
    expected: `${limit} ${one ? unit : `${unit}s`}`,
    reason: (count: number) => `has ${formatQuantity(count, unit)}; ${limit} ${one ? "is" : "are"} ${verb}`,
  };
}

function describeLimit(min: number | undefined, max: number | undefined) {
  if (max === undefined) return { limit: `at least ${formatCount(min ?? 0)}`, last: min, verb: "needed" };
  if (min === undefined) return { limit: `at most ${formatCount(max)}`, last: max, verb: "allowed" };
  if (min === max) return { limit: `exactly ${formatCount(max)}`, last: max, verb: "needed" };
  return { limit: `between ${formatCount(min)} and ${formatCount(max)}`, last: undefined, verb: "allowed" };
}

/**
 * SQL that searches a text for a pattern of ECMA-262, as far as the engine's RE2 knows it (no look-around, no
 * back-references). A pattern that is tied to both ends is matched as a whole, which costs a fifth.
 */
export function patternSql(pattern: string, text: string): string {
  const whole = wholePattern(pattern);
  if (whole !== undefined) return `regexp_full_match(${text}, ${quoteLiteral(toRe2(whole))})`;
  return `regexp_matches(${text}, ${quoteLiteral(toRe2(pattern))})`;
}

/** What is between `^` and `$`, where that alone decides: no alternative beside it, no flag that changes the ends. */
function wholePattern(pattern: string): string | undefined {
  const inner = /^\^((?:[^\\]|\\.)*)\$$/s.exec(pattern)?.[1];
  if (inner === undefined || /\(\?(?!:)/.test(inner)) return undefined;
  // Classes and escaped characters may hold brackets and bars that mean themselves.
  const plain = inner.replace(/\\./gs, "").replace(/\[\^?\]?[^\]]*\]/g, "");
  let depth = 0;
  for (const character of plain) {
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === "|" && depth === 0) return undefined;
  }
  return inner;
}

/** What ECMA-262 writes in another way than RE2: `\uXXXX`, `(?<name>`. */
export function toRe2(pattern: string): string {
  return pattern
    .replace(/(?<!\\)((?:\\\\)*)\\u\{?([0-9a-fA-F]{4,6})\}?/g, "$1\\x{$2}")
    .replace(/(?<!\\)((?:\\\\)*)\(\?<([A-Za-z_]\w*)>/g, "$1(?P<$2>");
}
