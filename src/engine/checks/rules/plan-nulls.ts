import { describeBound } from "../../../core/dataset/contract/describe-bound.ts";
import type { Demand } from "../../../core/dataset/contract.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import { judgeRows } from "../outcome.ts";
import { ALL_ROWS, type RulePlan } from "../rule-plan.ts";
import { planCount } from "./plan-count.ts";

/** No row has a null. NaN is a number that is none, but it is not a null. */
export function planNotNull({ source, raw }: ColumnView): RulePlan {
  const values = `count(${raw})`;
  return {
    kind: "measured",
    aggregates: [ALL_ROWS, values],
    judge: (figures) => {
      const all = figures(ALL_ROWS) ?? 0;
      return judgeRows("no null", all - (figures(values) ?? 0), all, "null");
    },
    badRows: { condition: `${raw} IS NULL`, column: source.name, value: "NULL", reason: "is null" },
  };
}

export function planNullCount({ bound }: Extract<Demand, { kind: "null-count" }>, column: ColumnView): RulePlan {
  return planCount(
    {
      condition: `${column.raw} IS NULL`,
      column: column.source.name,
      value: "NULL",
      reason: "is null",
    },
    bound,
    describeBound(bound),
  );
}

/** Nulls, and the values that the contract calls missing: `N/A`, the empty text, NaN. */
export function planMissingCount(
  { missing, bound }: Extract<Demand, { kind: "missing-count" }>,
  column: ColumnView,
): RulePlan {
  return planCount(
    {
      condition: missingCondition(missing, column),
      column: column.source.name,
      value: column.text,
      reason: "is missing",
    },
    bound,
    describeBound(bound),
  );
}

/** The value is null, or one of those that the contract calls missing. */
export function missingCondition(missing: readonly (string | null)[], { raw, value, text, holds }: ColumnView): string {
  const words = missing.filter((word) => word !== null);
  const conditions = [`${raw} IS NULL`, ...words.map((word) => `coalesce(${text} = ${quoteLiteral(word)}, false)`)];
  if (holds === "number" && words.some((word) => word.toLowerCase() === "nan")) {
    conditions.push(`coalesce(isnan(${value}), false)`);
  }
  const numbers = words.map(Number).filter((number, index) => Number.isFinite(number) && words[index]?.trim() !== "");
  if (holds === "number" || holds === "integer") {
    conditions.push(...numbers.map((number) => `coalesce(${value} = ${String(number)}, false)`));
  }
  return `(${conditions.join(" OR ")})`;
}
