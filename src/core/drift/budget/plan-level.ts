import type { DriftPlan } from "../../config/monitoring-plan.ts";
import type { DriftBudget } from "../../evidence/drift-evidence.ts";
import { countDue } from "../../schedule/count-due.ts";
import { parseSchedule } from "../../schedule/schedule.ts";
import { DEFAULT_ALARM_RULE } from "./alarm-rule.ts";
import { levelForBudget } from "./level-for-budget.ts";
import { serialCorrelation } from "./serial-correlation.ts";

/** What is told of the level besides itself. */
export interface PlannedLevel {
  readonly level: number;
  readonly budget: DriftBudget;
}

/**
 * How the level follows from the reference's own surprises, oldest first, where the configuration has a budget of false
 * alarms and a schedule; `undefined` where it has not: the rule's own level.
 *
 * @param now ISO 8601: the times before it say how often checks are.
 */
export function planLevel(
  { schedule, falseAlarms, alarm = DEFAULT_ALARM_RULE }: Pick<DriftPlan, "schedule" | "falseAlarms" | "alarm">,
  now: string,
): ((surprises: readonly number[]) => PlannedLevel) | undefined {
  if (schedule === undefined || falseAlarms === undefined) return undefined;
  const { alarms, periodMs } = falseAlarms;
  const checks = countDue(parseSchedule(schedule), periodMs, now);
  if (checks === 0) return undefined;
  return (surprises) => {
    const correlation = serialCorrelation(surprises);
    const found = levelForBudget({ alarms, checks, batches: surprises.length, alarm, correlation });
    const { level, expected, met, batchesNeeded } = found;
    return {
      level,
      budget: {
        alarms,
        hours: periodMs / 3_600_000,
        checks,
        correlation,
        expected,
        met,
        ...(batchesNeeded === undefined ? {} : { batchesNeeded }),
      },
    };
  };
}
