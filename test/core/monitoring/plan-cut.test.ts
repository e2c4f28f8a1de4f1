import { describe, expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { nameParts } from "../../../src/core/monitoring/name-parts.ts";
import { type DataCut, planCut } from "../../../src/core/monitoring/plan-cut.ts";
import { buildProfile } from "../evidence/build-evidence.ts";

const DAY = 86_400_000;
const HOUR = DAY / 24;
const MONDAY = Date.parse("2026-01-05T00:00:00Z");

/** Of so many days from a Monday morning on. */
const over = (days: number, rows = 100_000, windowMs?: number, from = MONDAY + 6 * HOUR) =>
  planCut({ rows, time: { column: "date", min: from, max: from + days * DAY - 7 * HOUR }, windowMs });

describe("a cut by time", () => {
  it.each`
    case                                         | days    | rows       | window       | length       | count
    ${"half a year, in weeks that are windows"}  | ${182}  | ${10 ** 6} | ${7 * DAY}   | ${7 * DAY}   | ${26}
    ${"half a year, of windows nobody knows of"} | ${182}  | ${10 ** 6} | ${undefined} | ${14 * DAY}  | ${13}
    ${"a year, in weeks that are windows"}       | ${365}  | ${10 ** 6} | ${7 * DAY}   | ${14 * DAY}  | ${27}
    ${"twelve weeks"}                            | ${84}   | ${10 ** 6} | ${undefined} | ${7 * DAY}   | ${12}
    ${"four weeks of days that are windows"}     | ${28}   | ${10 ** 6} | ${DAY}       | ${DAY}       | ${28}
    ${"a month of week-long windows: days"}      | ${18}   | ${10 ** 6} | ${7 * DAY}   | ${DAY}       | ${18}
    ${"thirty days: neither weeks nor days"}     | ${30}   | ${10 ** 6} | ${undefined} | ${2 * DAY}   | ${15}
    ${"a day, in hours"}                         | ${0.75} | ${10 ** 6} | ${undefined} | ${HOUR}      | ${12}
    ${"a day of hourly windows"}                 | ${1.1}  | ${10 ** 6} | ${HOUR}      | ${HOUR}      | ${20}
    ${"ten years"}                               | ${3650} | ${10 ** 6} | ${undefined} | ${364 * DAY} | ${11}
    ${"twelve weeks with rows for nine batches"} | ${84}   | ${900}     | ${undefined} | ${14 * DAY}  | ${6}
    ${"twelve weeks with rows for four batches"} | ${84}   | ${400}     | ${undefined} | ${28 * DAY}  | ${3}
  `("of $case", ({ days, rows, window, length, count }) => {
    const cut = over(days, rows, window);
    expect(cut).toMatchObject({ by: "time", column: "date", lengthMs: length, count });
  });

  it("begins at midnight where batches are days", () => {
    expect(over(84)).toMatchObject({ start: "2026-01-05T00:00:00Z" });
    expect(over(0.75)).toMatchObject({ start: "2026-01-05T06:00:00Z" });
  });
});

describe("a cut by rows", () => {
  it.each`
    case                                | facts                                                                   | count
    ${"where there is no time"}         | ${{ rows: 10_000 }}                                                     | ${20}
    ${"where all rows are of one time"} | ${{ rows: 10_000, time: { column: "date", min: MONDAY, max: MONDAY } }} | ${20}
    ${"with rows for seven batches"}    | ${{ rows: 799 }}                                                        | ${7}
  `("is made $case", ({ facts, count }) => {
    expect(planCut(facts)).toEqual({ by: "rows", count });
  });

  it("is none with too few rows for three batches", () => {
    expect(planCut({ rows: 299 })).toBeUndefined();
    expect(over(84, 299)).toBeUndefined();
  });
});

describe("the parts of a cut", () => {
  const weeks: DataCut = {
    by: "time",
    column: "date",
    start: "2026-01-05T00:00:00Z",
    lengthMs: 7 * DAY,
    count: 6,
  };
  const rows = (...counts: readonly number[]): Profile[] => counts.map((count) => buildProfile({ rows: count }));
  const told = (cut: DataCut, profiles: readonly Profile[]) =>
    nameParts(cut, profiles).map(({ name, end, profile }) => [name, end?.slice(0, 10), profile.rows]);

  it("are named by their first day; those of few rows are put to a neighbour, empty ones left out", () => {
    expect(told(weeks, rows(90, 1000, 0, 1100, 900, 100))).toEqual([
      ["2026-01-05", "2026-01-19", 1090],
      ["2026-01-26", "2026-02-02", 1100],
      ["2026-02-02", "2026-02-16", 1000],
    ]);
  });

  it("of hours are named with their time, parts of rows with their number", () => {
    const hours: DataCut = { ...weeks, start: "2026-01-05T22:00:00Z", lengthMs: 2 * HOUR };
    expect(told(hours, rows(10, 10))).toEqual([
      ["2026-01-05T22:00Z", "2026-01-06", 10],
      ["2026-01-06T00:00Z", "2026-01-06", 10],
    ]);
    expect(told({ by: "rows", count: 2 }, rows(10, 10))).toEqual([
      ["part-01", undefined, 10],
      ["part-02", undefined, 10],
    ]);
  });
});
