import { describe, expect, it } from "vitest";
import { detectScaleChange } from "../../../src/core/dataset/detect-scale-change.ts";
import { numeric } from "../drift/build-profile.ts";
import { createRandom, type Random } from "../drift/random.ts";

const round = (value: number, decimals = 0) => Math.round(value * 10 ** decimals) / 10 ** decimals;

const COLUMNS = {
  /** Minutes: most around 0, on both sides of it, some far above. */
  delays: ({ uniform, normal }: Random) => round(uniform() < 0.7 ? 8 * normal() - 2 : -30 * Math.log(1 - uniform())),
  /** Whole numbers above 0. */
  distances: ({ uniform }: Random) => round(100 - 500 * Math.log(1 - uniform())),
  /** With cents, hardly any twice. */
  prices: ({ uniform }: Random) => round(20 - 80 * Math.log(1 - uniform()), 2),
} as const;

type Column = keyof typeof COLUMNS;

function draw(column: Column, seed: number, rows: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => COLUMNS[column](random));
}

/** Of 1,000 rows, other ones than those before, after a change. */
function detect(column: Column, change: (value: number, row: number) => number, past = (value: number) => value) {
  const before = numeric(column, draw(column, 1, 20_000).map(past));
  return detectScaleChange(before, numeric(column, draw(column, 2, 1000).map(past).map(change), before));
}

const COLUMN_NAMES = ["delays", "distances", "prices"] as const;

describe("all values in another unit", () => {
  describe.each(COLUMN_NAMES)("%s", (column) => {
    it.each([
      [12, "years to months, or feet to inches"],
      [24, "days to hours"],
      [60, "hours to minutes, or minutes to seconds"],
      [100, "shares to per cent, or an amount to its hundredths"],
      [1000, "a unit to its thousandths"],
      [3600, "hours to seconds"],
    ])("times %s", (factor, units) => {
      expect(detect(column, (value) => value * factor)).toEqual({ ratio: factor, units });
    });

    it.each([
      [24, "hours to days"],
      [60, "minutes to hours, or seconds to minutes"],
      [100, "per cent to shares, or hundredths to the amount"],
      [1000, "thousandths to the unit"],
    ])("by %s", (factor, units) => {
      expect(detect(column, (value) => value / factor)).toEqual({ ratio: 1 / factor, units });
    });
  });

  it("a factor that leaves no trace in the digits is seen by the quantiles", () => {
    expect(detect("distances", (value) => value * 1.609344)?.units).toBe("miles to kilometres");
    expect(detect("prices", (value) => value * 2.54)?.units).toBe("inches to centimetres");
  });
});

describe("no other unit", () => {
  it.each`
    what                                                   | column         | change
    ${"nothing"}                                           | ${"delays"}    | ${(value: number) => value}
    ${"a shift"}                                           | ${"delays"}    | ${(value: number) => value + 60}
    ${"rounding to tens"}                                  | ${"distances"} | ${(value: number) => 10 * round(value / 10)}
    ${"rounding to hundreds"}                              | ${"distances"} | ${(value: number) => 100 * round(value / 100)}
    ${"rounding to whole minutes of seconds"}              | ${"distances"} | ${(value: number) => 60 * round(value / 60)}
    ${"delays rounded to tens"}                            | ${"delays"}    | ${(value: number) => 10 * round(value / 10)}
    ${"prices without cents"}                              | ${"prices"}    | ${(value: number) => round(value)}
    ${"more digits"}                                       | ${"prices"}    | ${(value: number, row: number) => value + (row % 10) / 1000}
    ${"delays ten times as wide, which are no units"}      | ${"delays"}    | ${(value: number) => 10 * value}
    ${"a factor of 60 for one row in a hundred"}           | ${"delays"}    | ${(value: number, row: number) => (row % 100 === 0 ? 60 * value : value)}
    ${"minutes to seconds with −999 where none are known"} | ${"delays"}    | ${(value: number, row: number) => (row % 100 === 1 ? -999 : 60 * value)}
    ${"multiples of 60 around another middle"}             | ${"delays"}    | ${(value: number) => 60 * Math.abs(value) + 600}
  `("in $what", ({ column, change }) => {
    expect(detect(column as Column, change as (value: number, row: number) => number)).toBeUndefined();
  });

  it("in values that were multiples of it before", () => {
    expect(
      detect(
        "delays",
        (value) => value + 600,
        (value) => 60 * value,
      ),
    ).toBeUndefined();
  });
});
