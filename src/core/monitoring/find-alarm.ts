import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import { type CountedSlot, listCountedSlots } from "../retraining/counted-slots.ts";
import { windowName } from "./batch-name.ts";
import { findDecision } from "./decide-batch.ts";
import type { Monitoring, Window } from "./monitoring.ts";

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

/** As much of a window as an alarm is made of. */
export type AlarmWindow = Pick<Window, "slot" | "verdict" | "broken" | "gross">;

/**
 * Whether a model's newest windows are an alarm: enough of the last ones drifted, or the newest one grossly. Broken windows,
 * those that nothing could be told from, and those that people accepted are no drift. `undefined` where there is none.
 */
export function findAlarm(
  { windows, decisions }: { readonly windows: readonly AlarmWindow[] } & Pick<Monitoring, "decisions">,
  rule: AlarmRule,
): DriftAlarm | undefined {
  const isAccepted = (slot: string) => findDecision({ decisions }, windowName(slot))?.says === "accept";
  const slots = listCountedSlots(windows, undefined).map((slot) =>
    slot.failed && isAccepted(slot.slot) ? { ...slot, failed: false } : slot,
  );
  const alarms = slots.map((_, index) => isAlarm(slots.slice(index, index + rule.of), rule));
  if (alarms[0] !== true) return undefined;
  const began = alarms.indexOf(false);
  const first = began === -1 ? slots.length - 1 : began - 1;
  const led = slots.slice(0, first + (isReached(slots.slice(first, first + rule.of), rule) ? rule.of : 1));
  const newest = slots.slice(0, rule.of);
  return {
    since: led.findLast(({ failed }) => failed)?.slot ?? "",
    drifted: newest.filter(({ failed }) => failed).length,
    of: newest.length,
    gross: isGrossSlot(newest[0]),
  };
}

/** @param slots Newest first, at most as many as are looked at. */
function isAlarm(slots: readonly CountedSlot<AlarmWindow>[], rule: AlarmRule): boolean {
  return isGrossSlot(slots[0]) || isReached(slots, rule);
}

function isReached(slots: readonly CountedSlot<AlarmWindow>[], { drifted }: AlarmRule): boolean {
  return slots.filter(({ failed }) => failed).length >= drifted;
}

function isGrossSlot(slot: CountedSlot<AlarmWindow> | undefined): boolean {
  return slot?.failed === true && slot.windows.some(({ gross }) => gross === true);
}
