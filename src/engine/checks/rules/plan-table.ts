import { describeBound } from "../../../core/dataset/contract/describe-bound.ts";
import type { Demand } from "../../../core/dataset/contract.ts";
import { formatDuration, formatQuantity } from "../../../core/report/format-number.ts";
import { timestampOfText } from "../../data/column-value.ts";
import type { ColumnView } from "../column-view.ts";
import { meetsBound } from "../meets-bound.ts";
import { notEvaluated } from "../outcome.ts";
import { ALL_ROWS, type PlanContext, type RulePlan, settled } from "../rule-plan.ts";

export function planRowCount({ bound }: Extract<Demand, { kind: "row-count" }>): RulePlan {
  const expected = describeBound(bound);
  if (bound.unit === "percent")
    return settled(notEvaluated(expected, "A number of rows is no percentage of anything."));
  return {
    kind: "measured",
    aggregates: [ALL_ROWS],
    judge: (figures) => {
      const rows = figures(ALL_ROWS) ?? 0;
      return { verdict: meetsBound(rows, bound) ? "pass" : "fail", expected, actual: formatQuantity(rows, "row") };
    },
  };
}

/** The newest value is young enough. A day without a time counts from its midnight, UTC. */
export function planFreshness(
  { maxAgeSeconds }: Extract<Demand, { kind: "freshness" }>,
  column: ColumnView,
  { now }: PlanContext,
): RulePlan {
  const expected = `the newest at most ${formatDuration(maxAgeSeconds)} old`;
  if (column.holds !== "time" && column.holds !== "text") {
    return settled(notEvaluated(expected, `The column holds ${column.source.type}, not dates.`));
  }
  const seconds = column.holds === "time" ? column.value : timestampOfText(column.value);
  const newest = `max(CASE WHEN isfinite(${seconds}) THEN ${seconds} END)`;
  return {
    kind: "measured",
    aggregates: [newest],
    judge: (figures) => {
      const found = figures(newest);
      if (found === undefined) return { verdict: "fail", expected, actual: "no date in any row" };
      const age = now - found;
      return {
        verdict: age <= maxAgeSeconds ? "pass" : "fail",
        expected,
        actual: age < 0 ? `the newest is ${formatDuration(-age)} ahead` : `the newest is ${formatDuration(age)} old`,
      };
    },
  };
}
