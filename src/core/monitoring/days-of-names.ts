import type { ProfiledBatch } from "../evidence/data-batches.ts";

const DAY_MS = 86_400_000;

/**
 * The days that batches are of by their names, as `2026-03-12` or `flights_20260312`, in UTC. Empty where a name has no date, or more
 * than one, or two are of one date: then they are something else than days.
 */
export function daysOfNames(names: readonly string[]): ReadonlyMap<string, Pick<ProfiledBatch, "start" | "end">> {
  const starts = names.map(onlyDate);
  const isDays = !starts.includes(undefined) && new Set(starts).size === names.length;
  if (!isDays) return new Map();
  return new Map(
    starts.map((start = 0, index) => [
      names[index] ?? "",
      { start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() },
    ]),
  );
}

/** Midnight of the only date in a name, in milliseconds since 1970. */
function onlyDate(name: string): number | undefined {
  const dates = [...name.matchAll(/(?<!\d)(\d{4})(-?)(\d\d)\2(\d\d)(?!\d)/g)];
  const [only] = dates;
  if (only === undefined || dates.length > 1) return undefined;
  const [, year = "", , month = "", day = ""] = only;
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Some parsers take 31 February for a day of March.
  const isDate = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`);
  return isDate ? midnight : undefined;
}
