import type { SoakSchedule } from "./soak-project.ts";

const MINUTE_MS = 60_000;

/**
 * When checks are due, found by looking at the clocks of the zone in every minute: nothing of what is tested is used. A time
 * that the clocks leave out is due when they have been put forward.
 */
export function expectedSlots(
  { timeZone, time, weekday }: SoakSchedule,
  after: string,
  until: string,
): readonly string[] {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const slots: string[] = [];
  let before: { readonly day: string; readonly time: string } | undefined;
  for (
    let at = Date.parse(after) + MINUTE_MS - (Date.parse(after) % MINUTE_MS);
    at <= Date.parse(until);
    at += MINUTE_MS
  ) {
    const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    const now = { day: parts.get("day") ?? "", time: `${parts.get("hour") ?? ""}:${parts.get("minute") ?? ""}` };
    const isDay = weekday === undefined || DAYS.indexOf(parts.get("weekday") ?? "") === weekday;
    // The clocks were put forward over it.
    const leftOut = before?.day === now.day && before.time < time && now.time > time;
    if (isDay && (now.time === time || leftOut)) slots.push(`${new Date(at).toISOString().slice(0, 16)}:00Z`);
    before = now;
  }
  return slots;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
