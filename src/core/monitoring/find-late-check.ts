import type { Monitoring, Slot, Window } from "./monitoring.ts";

/** Checks of a model that gave no result, one after the other up to now. */
export interface LateCheck {
  /** When the first of them was due. */
  readonly since: string;
  /** Newest first: at least one. Those under way that are not late yet are not among them. */
  readonly slots: readonly Slot[];
  readonly lastWindow: Window | undefined;
}

/**
 * What the dead man's switch has to tell: the newest checks failed, were refused or are late by more than their grace, and
 * none has given a result since. `undefined` where all is well, or where nothing is due yet.
 */
export function findLateCheck(
  { slots, windows }: Monitoring,
  { graceMs, now }: { readonly graceMs: number; readonly now: string },
): LateCheck | undefined {
  const late: Slot[] = [];
  for (const slot of slots) {
    if (slot.state === "judged") break;
    const waiting = slot.state === "claimed" || slot.state === "dispatched";
    if (waiting && Date.parse(now) - Date.parse(slot.at) <= graceMs) continue;
    late.push(slot);
  }
  // What was left out while the App was down is nobody's failure; the check that made up for it is what counts.
  const blamed = late.filter(({ state }) => state !== "missed");
  const since = late.at(-1)?.at;
  return blamed.length === 0 || since === undefined ? undefined : { since, slots: blamed, lastWindow: windows[0] };
}
