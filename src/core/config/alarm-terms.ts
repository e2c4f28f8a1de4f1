import { z } from "zod";
import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import type { FalseAlarmBudget } from "../drift/budget/false-alarm-budget.ts";
import { toMilliseconds } from "./duration.ts";

const BUDGET = /^([1-9]\d{0,2}) per ([1-9]\d{0,4}[hd])$/;
const BUDGET_FORM = "must be a number of alarms per hours or days, like 1 per 90d";

/** `1 per 90d` in the configuration. */
export const FalseAlarms = z.string(BUDGET_FORM).regex(BUDGET, BUDGET_FORM);

/** Of a text that `FalseAlarms` accepts. */
export function toFalseAlarmBudget(text: string): FalseAlarmBudget {
  const [, alarms, period = ""] = BUDGET.exec(text) ?? [];
  return { alarms: Number(alarms), periodMs: toMilliseconds(period) };
}

const SHARE = /^([1-9]|10) of ([1-9]|10)$/;
const SHARE_FORM = "must be so many of the last windows, at most 10, like 2 of 3";

/** `2 of 3` in the configuration. */
export const AlarmShare = z.string(SHARE_FORM).regex(SHARE, SHARE_FORM);

/** Of a text that `AlarmShare` accepts. */
export function toAlarmRule(text: string): AlarmRule {
  const [, drifted, of] = SHARE.exec(text) ?? [];
  return { drifted: Number(drifted), of: Number(of) };
}
