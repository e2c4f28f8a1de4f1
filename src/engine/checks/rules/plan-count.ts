import type { CountBound } from "../../../core/dataset/contract.ts";
import { meetsBound } from "../meets-bound.ts";
import { shareOfRows } from "../outcome.ts";
import { ALL_ROWS, type BadRowSearch, countRows, type RulePlan } from "../rule-plan.ts";

/** As many rows meet a condition as the bound allows; of no rows, 0 percent do. */
export function planCount(search: BadRowSearch, bound: CountBound, expected: string): RulePlan {
  const counted = countRows(search.condition);
  return {
    kind: "measured",
    aggregates: [ALL_ROWS, counted],
    badRows: search,
    judge: (figures) => {
      const of = figures(ALL_ROWS) ?? 0;
      const rows = figures(counted) ?? 0;
      return {
        verdict: meetsBound(bound.unit === "rows" ? rows : of === 0 ? 0 : (rows / of) * 100, bound) ? "pass" : "fail",
        expected,
        actual: shareOfRows(rows, of),
        failing: { rows, of },
      };
    },
  };
}
