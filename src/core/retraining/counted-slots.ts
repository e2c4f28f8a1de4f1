import type { Window } from "../monitoring/monitoring.ts";
import { newestSlotFirst } from "../monitoring/newest-slot-first.ts";

/** What the checks of one time found together. */
export interface CountedSlot {
  /** Instant. */
  readonly slot: string;
  /** A window of it drifted, and not because its feed is broken. */
  readonly failed: boolean;
  /** Those that count. */
  readonly windows: readonly Window[];
}

/**
 * Slots that say something about the model, newest first. Broken windows and those that nothing could be told from count
 * neither for nor against, so a slot that has no other is left out.
 *
 * @param after Instant; what was checked until then was decided about before. Undefined: all count.
 */
export function listCountedSlots(windows: readonly Window[], after: string | undefined): readonly CountedSlot[] {
  const bySlot = new Map<string, Window[]>();
  for (const window of windows) {
    const counts = !window.broken && window.verdict !== "inconclusive";
    if (!counts || (after !== undefined && Date.parse(window.slot) <= Date.parse(after))) continue;
    bySlot.set(window.slot, [...(bySlot.get(window.slot) ?? []), window]);
  }
  return [...bySlot]
    .map(([slot, counted]) => ({
      slot,
      failed: counted.some(({ verdict }) => verdict === "drift"),
      windows: counted,
    }))
    .sort(newestSlotFirst);
}
