import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import { type AlarmWindow, isAlarm, isReached, listAlarmSlots } from "./alarm-slots.ts";
import type { Monitoring } from "./monitoring.ts";

/** Drift that people are told of. */
export interface DriftAlarm {
  /** Slot of the first window that drifted, of those that led to it. */
  readonly since: string;
  /** So many of the last `of` windows that count drifted. */
  readonly drifted: number;
  readonly of: number;
  /** The newest window has a change so large that it is told at once. */
  readonly gross: boolean;
}

/** Whether a model's newest windows are an alarm: enough of the last ones drifted, or the newest one grossly. */
export function findAlarm(
  monitoring: { readonly windows: readonly AlarmWindow[] } & Pick<Monitoring, "decisions">,
  rule: AlarmRule,
): DriftAlarm | undefined {
  const slots = listAlarmSlots(monitoring);
  const alarms = slots.map((_, index) => isAlarm(slots.slice(index), rule));
  if (alarms[0] !== true) return undefined;
  const over = alarms.indexOf(false);
  const first = over === -1 ? slots.length - 1 : over - 1;
  const led = slots.slice(0, first + (isReached(slots.slice(first), rule) ? rule.of : 1));
  const newest = slots.slice(0, rule.of);
  return {
    since: led.findLast(({ drifted }) => drifted)?.slot ?? "",
    drifted: newest.filter(({ drifted }) => drifted).length,
    of: newest.length,
    gross: newest[0]?.gross === true,
  };
}
