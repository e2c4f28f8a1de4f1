import type { Schedule } from "./schedule.ts";

/** The first time after `instant` at which it is due; `undefined` where it never is again. ISO 8601, UTC, to the minute. */
export function nextSlot(schedule: Schedule, instant: string): string | undefined {
  const next = schedule.nextRun(new Date(instant));
  return next === null ? undefined : formatSlot(next);
}

/** The last time up to and with `instant` at which it was due; `undefined` where it never was. */
export function slotAtOrBefore(schedule: Schedule, instant: string): string | undefined {
  const [slot] = schedule.previousRuns(1, justAfter(instant));
  return slot === undefined ? undefined : formatSlot(slot);
}

/**
 * The times after `after` and up to and with `until` at which it was due, newest first.
 *
 * @param most So many at most, the newest: years may have gone by.
 */
export function slotsBetween(
  schedule: Schedule,
  { after, until, most }: { readonly after: string; readonly until: string; readonly most: number },
): readonly string[] {
  const slots: string[] = [];
  for (let before = justAfter(until); slots.length < most; ) {
    const [slot] = schedule.previousRuns(1, before);
    if (slot === undefined || slot.getTime() <= Date.parse(after)) break;
    slots.push(formatSlot(slot));
    before = slot;
  }
  return slots;
}

const MINUTE_MS = 60_000;

/** The next full minute: what was due before it was due by now. */
function justAfter(instant: string): Date {
  return new Date((Math.floor(Date.parse(instant) / MINUTE_MS) + 1) * MINUTE_MS);
}

function formatSlot(slot: Date): string {
  return `${slot.toISOString().slice(0, 16)}:00Z`;
}
