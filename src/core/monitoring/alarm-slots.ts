import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import { windowName } from "./batch-name.ts";
import { findDecision } from "./decide-batch.ts";
import type { Monitoring, Window } from "./monitoring.ts";
import { newestSlotFirst } from "./newest-slot-first.ts";

/** As much of a window as an alarm is made of; one that is not on the ledger yet has no document. */
export type AlarmWindow = Pick<Window, "slot" | "verdict" | "broken" | "gross"> & Partial<Pick<Window, "document">>;

/** What the checks of one time say together. */
export interface AlarmSlot {
  /** Instant. */
  readonly slot: string;
  readonly drifted: boolean;
  readonly gross: boolean;
}

/**
 * Slots that count for an alarm, newest first. Broken windows do not: they are an incident. One that nothing could be told from
 * counts as one that did not drift, and so does one that people accepted: otherwise two windows months apart would stand
 * side by side.
 */
export function listAlarmSlots({
  windows,
  decisions,
}: { readonly windows: readonly AlarmWindow[] } & Pick<Monitoring, "decisions">): readonly AlarmSlot[] {
  const bySlot = new Map<string, AlarmSlot>();
  for (const window of windows) {
    const { slot, verdict, broken, gross = false, document } = window;
    if (broken) continue;
    const decision = findDecision({ decisions }, windowName(slot));
    const isAccepted = decision?.says === "accept" && decision.document === document?.digest;
    const drifted = verdict === "drift" && !isAccepted;
    const known = bySlot.get(slot);
    bySlot.set(slot, {
      slot,
      drifted: drifted || known?.drifted === true,
      gross: (drifted && gross) || known?.gross === true,
    });
  }
  return [...bySlot.values()].sort(newestSlotFirst);
}

/** Whether the newest of these slots is an alarm with those before it. Newest first. */
export function isAlarm(slots: readonly AlarmSlot[], rule: AlarmRule): boolean {
  return slots[0]?.gross === true || isReached(slots, rule);
}

/** Whether enough of the newest slots drifted. Newest first. */
export function isReached(slots: readonly AlarmSlot[], { drifted, of }: AlarmRule): boolean {
  return slots.slice(0, of).filter((slot) => slot.drifted).length >= drifted;
}
