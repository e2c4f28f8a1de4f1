import { describeBound } from "../../../core/dataset/contract/describe-bound.ts";
import type { Demand } from "../../../core/dataset/contract.ts";
import { formatQuantity } from "../../../core/report/format-number.ts";
import type { ColumnView } from "../column-view.ts";
import { meetsBound } from "../meets-bound.ts";
import { shareOfRows } from "../outcome.ts";
import type { Repeats, RulePlan } from "../rule-plan.ts";

/** No two rows have the same value. Nulls are nobody's twin; in a primary key they must not be. */
export function planUnique(
  { primaryKey }: Extract<Demand, { kind: "unique" }>,
  columns: readonly ColumnView[],
): RulePlan {
  return {
    kind: "repeats",
    columns,
    reason: "has a value that another row has",
    judge: ({ all, complete, keys, rows }) => {
      const nulls = primaryKey ? all - complete : 0;
      const found = [
        ...(nulls > 0 ? [`null: ${shareOfRows(nulls, all)}`] : []),
        ...(keys > 0 ? [`${formatQuantity(keys, "value")} in ${shareOfRows(rows, complete)}`] : []),
      ];
      return {
        verdict: found.length === 0 ? "pass" : "fail",
        expected: primaryKey ? "not null and unique" : "unique",
        actual: found.length === 0 ? `unique in ${formatQuantity(complete, "row")}` : found.join("; "),
        failing: { rows: rows + nulls, of: primaryKey ? all : complete },
      };
    },
  };
}

/** How many values occur more than once; a percentage is of all rows. */
export function planDuplicateCount(
  { bound }: Extract<Demand, { kind: "duplicate-count" }>,
  columns: readonly ColumnView[],
): RulePlan {
  return {
    kind: "repeats",
    columns,
    reason: "has a value that another row has",
    judge: ({ all, complete, keys, rows }: Repeats) => ({
      verdict: meetsBound(bound.unit === "rows" ? keys : all === 0 ? 0 : (keys / all) * 100, bound) ? "pass" : "fail",
      expected: describeBound(bound),
      actual: keys === 0 ? "none" : `${formatQuantity(keys, "value")} in ${shareOfRows(rows, complete)}`,
      failing: { rows, of: complete },
    }),
  };
}
