/** A moment as the clocks of a time zone show it. */
export interface LocalTime {
  /** `2026-12-20`. */
  readonly date: string;
  /** `16:05`. */
  readonly time: string;
  /** 0 is Monday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is a time zone of the IANA database that the runtime knows. Bare offsets are none: they have no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of an IANA time zone show at an instant, summer time included; undefined where the instant is none. */
export function toLocalTime(instant: string, timeZone: string): LocalTime | undefined {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return undefined;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const date = `${of("year")}-${of("month")}-${of("day")}`;
  return { date, time: `${of("hour")}:${of("minute")}`, weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}
