import type { ProfiledBatch } from "../evidence/data-batches.ts";
import type { WeeklyReference } from "../evidence/drift-evidence.ts";
import { findWeeklyRhythm } from "./find-weekly-rhythm.ts";
import { weekdayOf } from "./weekday-of.ts";

export interface ArrangementWish {
  /** At most so many, the newest. */
  readonly most: number;
  readonly weekly: "auto" | "on" | "off";
  /** Of the data that are judged. */
  readonly current: { readonly start: string; readonly end: string } | undefined;
  /** By whose clocks a day is a weekday. */
  readonly timeZone: string;
}

export interface ArrangedReference<Part> {
  /** Oldest first. */
  readonly parts: readonly Part[];
  readonly weekly?: WeeklyReference;
  /** Sentences for whoever reads the evidence. */
  readonly notes: readonly string[];
}

/** With fewer of one weekday all days are the reference. */
const LEAST_OF_A_WEEKDAY = 8;
/** Weekdays are alike unless this says otherwise. */
const LEVEL = 0.01;

/**
 * The batches that current data are compared with: the newest ones, or, where the data have a weekly rhythm, the newest of
 * the same weekday.
 *
 * @param parts Oldest first, on one frame.
 */
export function arrangeReference<Part extends ProfiledBatch>(
  parts: readonly Part[],
  wish: ArrangementWish,
): ArrangedReference<Part> {
  const { most, weekly, current, timeZone } = wish;
  const newest = { parts: parts.slice(-most), notes: [] };
  const weekday = weekly === "off" ? undefined : weekdayOf(current ?? {}, timeZone);
  if (weekday === undefined) return newest;
  const daily = parts.flatMap((part) => {
    const own = weekdayOf(part, timeZone);
    return own === undefined ? [] : [{ part, weekday: own, profile: part.profile }];
  });
  const pValue = weekly === "on" ? null : findWeeklyRhythm(daily);
  if (pValue === undefined || (pValue !== null && pValue > LEVEL)) return newest;
  const same = daily.filter((day) => day.weekday === weekday).map(({ part }) => part);
  if (same.length >= LEAST_OF_A_WEEKDAY) return { parts: same.slice(-most), weekly: { weekday, pValue }, notes: [] };
  const why = pValue === null ? "`weekly: on` asks for" : "The data have a weekly rhythm, which asks for";
  const note = `${why} ${String(LEAST_OF_A_WEEKDAY)} ${weekday}s to compare with, and there ${same.length === 1 ? "is" : "are"} ${String(same.length)}: all days are the reference until then.`;
  return { ...newest, notes: [note] };
}
