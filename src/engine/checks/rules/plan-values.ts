import { describeBound } from "../../../core/dataset/contract/describe-bound.ts";
import type { Demand } from "../../../core/dataset/contract.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import { notEvaluated } from "../outcome.ts";
import { type RulePlan, settled } from "../rule-plan.ts";
import { instantSeconds } from "./instant-seconds.ts";
import { planCount } from "./plan-count.ts";
import { planEach } from "./plan-each.ts";
import { patternSql } from "./plan-text.ts";

/** More constants than this are looked up in an enumeration: a list is compared one by one. */
const MAX_COMPARED = 12;

/** Every value is one of those allowed; nulls are another rule's business. */
export function planValues({ allowed }: Extract<Demand, { kind: "values" }>, column: ColumnView): RulePlan {
  const expected = `one of ${String(allowed.length)} values`;
  if (column.holds === "other") return settled(notEvaluated(expected, `${column.source.type} has no single values.`));
  const good = isAllowed(allowed, column);
  return planEach(column, { good, expected, broken: "another value", reason: "is not one of the allowed values" });
}

/** Values that are there and are not allowed, or do not match the pattern. */
export function planInvalidCount(
  { allowed, pattern, bound }: Extract<Demand, { kind: "invalid-count" }>,
  column: ColumnView,
): RulePlan {
  const valid = [
    ...(allowed === undefined ? [] : [isAllowed(allowed, column)]),
    ...(pattern === undefined ? [] : [`coalesce(${patternSql(pattern, column.text)}, false)`]),
  ];
  const expected = describeBound(bound);
  if (valid.length === 0) return settled(notEvaluated(expected, "The rule does not say which values are valid."));
  const condition = `(${column.raw} IS NOT NULL AND NOT (${valid.join(" AND ")}))`;
  return planCount(
    { condition, column: column.source.name, value: column.text, reason: "is invalid" },
    bound,
    expected,
  );
}

/** SQL that is true where the value is one of those allowed, compared in the column's own type, and never NULL. */
function isAllowed(allowed: readonly string[], column: ColumnView): string {
  return COMPARE[column.holds](allowed, column);
}

const COMPARE: Readonly<Record<ColumnView["holds"], (allowed: readonly string[], column: ColumnView) => string>> = {
  text: (allowed, { value }) => isText(allowed, value),
  other: (allowed, { text }) => isText(allowed, text),
  integer: (allowed, { value }) => {
    const whole = allowed.flatMap((word) => wholeNumber(word) ?? []);
    if (whole.length > MAX_COMPARED) return isText(whole, `CAST(${value} AS VARCHAR)`);
    return isOneOf(value, whole);
  },
  number: (allowed, { value }) =>
    isOneOf(
      value,
      allowed.flatMap((word) =>
        word.trim() !== "" && Number.isFinite(Number(word)) ? [`${quoteLiteral(word.trim())}::DOUBLE`] : [],
      ),
    ),
  boolean: (allowed, { value }) =>
    isOneOf(
      value,
      allowed.map((word) => word.toLowerCase()).filter((word) => word === "true" || word === "false"),
    ),
  time: (allowed, { value }) =>
    isOneOf(
      value,
      allowed.flatMap((word) => instantSeconds(word) ?? []).map((seconds) => `${String(seconds)}::DOUBLE`),
    ),
};

function isText(words: readonly string[], sql: string): string {
  const unique = [...new Set(words)];
  if (unique.length <= MAX_COMPARED) return isOneOf(sql, unique.map(quoteLiteral));
  return `(TRY_CAST(${sql} AS ENUM(${unique.map(quoteLiteral).join(", ")})) IS NOT NULL)`;
}

function isOneOf(sql: string, constants: readonly string[]): string {
  return constants.length === 0 ? "false" : `coalesce(${sql} IN (${constants.join(", ")}), false)`;
}

/** `1.0` and `+1` are the whole number 1; exact beyond 2^53. */
function wholeNumber(word: string): string | undefined {
  const digits = /^\s*([+-]?\d{1,38})(\.0*)?\s*$/.exec(word)?.[1];
  return digits === undefined ? undefined : BigInt(digits.replace("+", "")).toString();
}
