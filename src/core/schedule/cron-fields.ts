import { isTimeZone } from "./local-time.ts";

/** What is wrong with a schedule, and what to write instead. */
export interface ScheduleIssue {
  readonly message: string;
  readonly hint: string;
}

/** The minutes, hours, days and so on that a cron names; `any` where a field is `*`. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[] | "any";
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[] | "any";
  /** The hour as it was written, where that is `*` or a step of it. */
  readonly everyHour: string | undefined;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "weekday", min: 0, max: 6, names: WEEKDAYS },
] as const satisfies readonly Field[];

const EXAMPLE = 'Write minute, hour, day of the month, month and weekday, like "17 3 * * 1" for Mondays at 03:17.';

/** GitHub runs nothing more often than this. */
const MIN_MINUTES = 5;

/**
 * Reads a cron of five fields as GitHub's own `on.schedule` does, so that the same line can stand in a workflow: `*`, lists,
 * ranges, steps, and the names of months and weekdays; neither `@daily` nor `L`, `W`, `#` or `?`.
 */
export function parseCronFields(cron: string): CronFields | ScheduleIssue {
  const words = cron.trim().split(/\s+/);
  if (cron.trim().startsWith("@")) {
    return { message: `is ${cron.trim()}, which GitHub's schedule does not know.`, hint: EXAMPLE };
  }
  if (words.length !== FIELDS.length) {
    return { message: `has ${String(words.length)} fields, and a cron has five.`, hint: EXAMPLE };
  }
  const lists: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = parseField(words[index] ?? "", field);
    if (!Array.isArray(values)) return values;
    lists.push(values);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = lists;
  const issue = tooOften(minutes, hours) ?? neverComes(words, days, months);
  if (issue !== undefined) return issue;
  return {
    minutes,
    hours,
    days: words[2] === "*" ? "any" : days,
    months,
    weekdays: words[4] === "*" ? "any" : weekdays,
    everyHour: words[1]?.startsWith("*") === true && !words[1].includes(",") ? words[1] : undefined,
  };
}

/** The same cron in the few forms that every reader of crons understands alike. */
export function formatCronFields({ minutes, hours, days, months, weekdays, everyHour }: CronFields): string {
  const list = (values: readonly number[] | "any") => (values === "any" ? "*" : values.join(","));
  const ofYear = list(months.length === MONTHS.length ? "any" : months);
  return [list(minutes), everyHour ?? list(hours), list(days), ofYear, list(weekdays)].join(" ");
}

/** What is wrong with the name of a time zone; `undefined` where it is one of the IANA data base. */
export function describeTimeZoneIssue(timeZone: string): ScheduleIssue | undefined {
  if (isTimeZone(timeZone)) return undefined;
  const hint = "Write a name of the IANA data base, like Europe/Berlin or UTC; an offset like +02:00 has no summer.";
  return { message: `is no time zone: ${JSON.stringify(timeZone)}.`, hint };
}

function parseField(word: string, field: Field): number[] | ScheduleIssue {
  const values = new Set<number>();
  for (const part of word.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
    const bounds = parseRange(range, field, step !== undefined);
    if (bounds === undefined || step === "0" || Number(step ?? 1) > field.max) return describePart(part, field);
    for (let value = bounds.from; value <= bounds.to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function parseRange(
  text: string,
  field: Field,
  stepped: boolean,
): { readonly from: number; readonly to: number } | undefined {
  if (text === "*") return { from: field.min, to: field.max };
  const [first = "", last, ...more] = text.split("-");
  const from = parseValue(first, field);
  const to = last === undefined ? (stepped ? field.max : from) : parseValue(last, field);
  if (from === undefined || to === undefined || more.length > 0 || from > to) return undefined;
  return { from, to };
}

function parseValue(text: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

function describePart(part: string, { name, min, max, names }: Field): ScheduleIssue {
  const named =
    names === undefined ? "" : ` or ${String(names[0]).toUpperCase()} to ${String(names.at(-1)).toUpperCase()}`;
  const sunday = name === "weekday" && part === "7" ? " Sunday is 0." : "";
  return {
    message: `has ${JSON.stringify(part.slice(0, 40))} as its ${name}, which GitHub's schedule does not take.`,
    hint: `Write numbers from ${String(min)} to ${String(max)}${named}, with * , - and /.${sunday}`,
  };
}

/** Round the hour as well, where an hour and the next are both named. */
function tooOften(minutes: readonly number[], hours: readonly number[]): ScheduleIssue | undefined {
  const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  const neighbours = hours.some((hour) => hours.includes((hour + 1) % 24));
  if (neighbours) gaps.push((minutes[0] ?? 0) + 60 - (minutes.at(-1) ?? 0));
  if (gaps.every((gap) => gap >= MIN_MINUTES)) return undefined;
  return {
    message: "comes more often than every five minutes, and GitHub starts nothing more often.",
    hint: "Write */5 or a larger step as its minute.",
  };
}

/** The 29th comes in leap years; the 30th of February never does. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function neverComes(
  words: readonly string[],
  days: readonly number[],
  months: readonly number[],
): ScheduleIssue | undefined {
  // With a weekday as well, either is enough.
  if (words[4] !== "*") return undefined;
  if (months.some((month) => days.some((day) => day <= (LONGEST[month - 1] ?? 0)))) return undefined;
  return { message: "names days that no month has, so it is never due.", hint: "The 31st comes in seven months only." };
}
