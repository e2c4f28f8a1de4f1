import { describeBound } from "../../../core/dataset/contract/describe-bound.ts";
import type { Demand } from "../../../core/dataset/contract.ts";
import { type ColumnView, findColumn } from "../column-view.ts";
import { notEvaluated } from "../outcome.ts";
import { type PlanContext, type RulePlan, settled } from "../rule-plan.ts";
import { planFormat } from "./plan-format.ts";
import { planMissingCount, planNotNull, planNullCount } from "./plan-nulls.ts";
import { planMultipleOf, planRange } from "./plan-range.ts";
import { planFreshness, planRowCount } from "./plan-table.ts";
import { planLength, planPattern } from "./plan-text.ts";
import { planType } from "./plan-type.ts";
import { planDuplicateCount, planUnique } from "./plan-unique.ts";
import { planInvalidCount, planValues } from "./plan-values.ts";

type KeyDemand = Extract<Demand, { columns: readonly string[] }>;
type ColumnDemand = Exclude<Extract<Demand, { column: string }>, { kind: "column-present" }>;

/** What has to be asked of the data to judge a rule, and how the answer is read. */
export function planRule(context: PlanContext): RulePlan {
  const { demand } = context.rule;
  switch (demand.kind) {
    case "column-present":
      return planPresent(demand.column, context);
    case "unique":
    case "duplicate-count":
      return planKeyRule(demand, context);
    case "row-count":
      return planRowCount(demand);
    case "sql":
      return { kind: "sql", demand, expected: describeBound(demand.bound, "number") };
    case "not-evaluated":
      return settled(notEvaluated("what the contract says", demand.reason));
    default: {
      const column = findColumn(context.source, demand.column);
      return column === undefined ? missingColumn(demand.column) : planColumnRule(demand, column, context);
    }
  }
}

function planColumnRule(demand: ColumnDemand, column: ColumnView, context: PlanContext): RulePlan {
  switch (demand.kind) {
    case "type":
      return planType(demand, column, context);
    case "not-null":
      return planNotNull(column);
    case "values":
      return planValues(demand, column);
    case "range":
      return planRange(demand, column, context);
    case "multiple-of":
      return planMultipleOf(demand, column, context);
    case "length":
      return planLength(demand, column);
    case "pattern":
      return planPattern(demand, column);
    case "format":
      return planFormat(demand, column);
    case "null-count":
      return planNullCount(demand, column);
    case "missing-count":
      return planMissingCount(demand, column);
    case "invalid-count":
      return planInvalidCount(demand, column);
    case "freshness":
      return planFreshness(demand, column, context);
  }
}

function planKeyRule(demand: KeyDemand, { source }: PlanContext): RulePlan {
  const columns = demand.columns.map((name) => findColumn(source, name));
  const missing = demand.columns.find((_, index) => columns[index] === undefined);
  if (missing !== undefined) return missingColumn(missing);
  const found = columns.filter((column) => column !== undefined);
  return demand.kind === "unique" ? planUnique(demand, found) : planDuplicateCount(demand, found);
}

function planPresent(name: string, { source }: PlanContext): RulePlan {
  const column = findColumn(source, name);
  const expected = "a column of this name";
  if (column === undefined) return settled({ verdict: "fail", expected, actual: "the data has no such column" });
  const other = column.source.name === name ? "" : `, in another case: "${column.source.name}"`;
  return settled({ verdict: "pass", expected, actual: `there${other}` });
}

function missingColumn(name: string): RulePlan {
  return settled(notEvaluated("the rule holds", `The data has no column "${name.slice(0, 100)}".`));
}
