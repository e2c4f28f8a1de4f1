import type { WeeklyReference } from "../evidence/drift-evidence.ts";
import { toLocalTime } from "../schedule/local-time.ts";

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Longer ones are of several days; an hour more is a day on which the clocks were put back. */
const MOST_MS = 25 * 3_600_000;
/** Shorter ones differ by the hour. */
const LEAST_MS = 23 * 3_600_000;

/** The weekday that a window of a day is mostly of, by the clocks of the time zone; `undefined` where it is of no single day. */
export function weekdayOf(
  { start, end }: { readonly start?: string | undefined; readonly end?: string | undefined },
  timeZone: string,
): WeeklyReference["weekday"] | undefined {
  if (start === undefined || end === undefined) return undefined;
  const length = Date.parse(end) - Date.parse(start);
  if (!(length >= LEAST_MS && length <= MOST_MS)) return undefined;
  const middle = new Date(Date.parse(start) + length / 2).toISOString();
  return WEEKDAYS[toLocalTime(middle, timeZone)?.weekday ?? -1];
}
