import { z } from "zod";
import { text } from "../../evidence/limits.ts";
import { isTimeZone, type LocalTime, toLocalTime } from "../../schedule/local-time.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const Clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time of day, like 16:00");
const Moment = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d)?$/,
    "must be a day or a time on a day, like 2026-12-20 or 2026-12-20T18:00",
  );

const Weekly = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7).describe("Days on which it begins."),
  from: Clock.default("00:00").describe("Time of day, of the time zone's clocks."),
  to: Clock.default("24:00").describe("Time of day, no longer frozen; not after `from`: on the next day."),
  reason: text(200).optional().describe("Shown while it lasts."),
});

const Dated = z.strictObject({
  from: Moment.describe("First day, or time on it, of the time zone's clocks."),
  to: Moment.describe("Last day, which is frozen to its end; or a time on it, no longer frozen."),
  reason: text(200).optional().describe("Shown while it lasts."),
});

export const FreezeOptions = z.strictObject({
  "time-zone": z.string().max(60).default("UTC").describe("Name in the IANA database, like Europe/Berlin."),
  weekly: z.array(Weekly).max(20).default([]).describe("Windows of every week."),
  dates: z.array(Dated).max(100).default([]).describe("Windows by date."),
});
export type FreezeOptions = z.infer<typeof FreezeOptions>;

/** Nothing moves inside of these windows. */
export const FREEZE = defineRule({
  meaning: "It is not within a window in which nothing may move.",
  options: FreezeOptions,
  check: checkOptions,
  evaluate: evaluateFreeze,
});

function checkOptions(options: FreezeOptions): readonly OptionIssue[] {
  if (!isTimeZone(options["time-zone"])) {
    const hint = "Write a name of the IANA database, like Europe/Berlin or UTC.";
    return [{ path: ["time-zone"], about: "value", message: "is not a time zone.", hint }];
  }
  if (options.weekly.length + options.dates.length === 0) {
    const hint = "Write weekly: or dates:.";
    return [{ path: [], about: "value", message: "has no window.", hint }];
  }
  return options.dates.flatMap(({ from, to }, index): OptionIssue[] => {
    const wrong = [from, to].find((moment) => !exists(moment));
    if (wrong !== undefined) {
      const key = wrong === from ? "from" : "to";
      return [{ path: ["dates", index, key], about: "value", message: "is not a day of the calendar." }];
    }
    if (startOf(from) < endOf(to)) return [];
    return [{ path: ["dates", index, "to"], about: "value", message: "is not after from.", hint: "Swap the two." }];
  });
}

function evaluateFreeze(options: FreezeOptions, { now }: GateFacts): RuleFinding {
  const zone = options["time-zone"];
  const expected = "outside of the freeze windows";
  const local = isTimeZone(zone) ? toLocalTime(now, zone) : undefined;
  if (local === undefined) {
    const todo = "Repair the rule's time-zone.";
    return { verdict: "inconclusive", expected, actual: `the time in ${zone} is not known`, todo };
  }
  const open = [
    ...options.dates
      .filter(({ from, to }) => isWithin(local, startOf(from), endOf(to)))
      .map(({ from, to, reason }) => ({ words: `${from} to ${to}`, until: to, reason })),
    ...options.weekly
      .filter((window) => isWeekly(local, window))
      .map(({ days, from, to, reason }) => ({ words: `${days.join(", ")} ${from} to ${to}`, until: to, reason })),
  ];
  const clock = `${WEEKDAYS[local.weekday] ?? ""} ${local.date} ${local.time} (${zone})`;
  const [first] = open;
  if (first === undefined) return { verdict: "pass", expected, actual: `${clock} is in none` };
  const why = first.reason === undefined ? "" : `: ${first.reason}`;
  const actual = `${clock} is within ${open.map(({ words }) => words).join("; ")}${why}`;
  return {
    verdict: "fail",
    expected,
    actual,
    todo: `Wait until ${first.until} (${zone}); the check is made again then.`,
  };
}

/** Wall clocks, compared as text: an hour that summer time skips is never within, one that it repeats is twice. */
function isWithin({ date, time }: LocalTime, from: string, to: string): boolean {
  const moment = `${date}T${time}`;
  return from <= moment && moment < to;
}

function startOf(moment: string): string {
  return moment.includes("T") ? moment : `${moment}T00:00`;
}

/** `24:00` sorts after every time of its day. */
function endOf(moment: string): string {
  return moment.includes("T") ? moment : `${moment}T24:00`;
}

function isWeekly({ time, weekday }: LocalTime, { days, from, to }: z.infer<typeof Weekly>): boolean {
  const begins = (day: number) => days.some((name) => WEEKDAYS.indexOf(name) === day);
  if (from < to) return begins(weekday) && from <= time && time < to;
  // It ends on the day after the one on which it began.
  return (begins(weekday) && from <= time) || (begins((weekday + 6) % 7) && time < to);
}

/** February 30 is written like a day and is none. */
function exists(moment: string): boolean {
  const day = moment.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day;
}
