const DAY = 86_400;

// A promise that is counted in months or years is kept as long as the calendar could have meant it.
const UNITS: readonly (readonly [seconds: number, names: readonly string[]])[] = [
  [1, ["s", "sec", "secs", "second", "seconds"]],
  [60, ["m", "min", "mins", "minute", "minutes"]],
  [3600, ["h", "hr", "hrs", "hour", "hours"]],
  [DAY, ["", "d", "day", "days"]],
  [7 * DAY, ["w", "wk", "week", "weeks"]],
  [31 * DAY, ["mo", "mon", "month", "months"]],
  [366 * DAY, ["y", "yr", "yrs", "year", "years"]],
];

const ISO = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const ISO_SECONDS = [366 * DAY, 31 * DAY, 7 * DAY, DAY, 3600, 60, 1];

/**
 * Seconds of a service level's value and unit: 4 and `d`, `PT30M`, `25h`. Without a unit it is days, as the standard's
 * examples have it. Undefined for what is not a duration.
 */
export function readDuration(value: unknown, unit: string | undefined): number | undefined {
  if (typeof value === "number") return scale(value, unit ?? "");
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const parts = ISO.exec(text)?.slice(1);
  if (parts?.some((part) => part !== undefined) === true) {
    return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (ISO_SECONDS[index] ?? 0), 0);
  }
  const written = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  if (written === null) return undefined;
  const ownUnit = written[2] ?? "";
  return scale(Number(written[1]), ownUnit === "" ? (unit ?? "") : ownUnit);
}

function scale(value: number, unit: string): number | undefined {
  const seconds = UNITS.find(([, names]) => names.includes(unit.trim().toLowerCase()))?.[0];
  if (seconds === undefined || !Number.isFinite(value) || value < 0) return undefined;
  return Math.round(value * seconds);
}
