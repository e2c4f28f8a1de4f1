import type { Schedule } from "./schedule.ts";

/** So many of the last times are looked at. */
const LOOKED_AT = 400;

/** How often it is due in a time of this length, in milliseconds, in the mean over its last 400 times before `instant`. */
export function countDue(schedule: Schedule, periodMs: number, instant: string): number {
  const times = schedule.previousRuns(LOOKED_AT, new Date(instant));
  const [newest] = times;
  const oldest = times.at(-1);
  if (newest === undefined || oldest === undefined || times.length < 2) return 0;
  return (periodMs * (times.length - 1)) / (newest.getTime() - oldest.getTime());
}
