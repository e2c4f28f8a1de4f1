import { expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { driftedColumns } from "../../../src/core/drift/drifted-columns.ts";
import { BATCHES, nameBatch, profileTables } from "./build-batches.ts";
import { categorical, numeric, profile } from "./build-profile.ts";
import { createRandom, type Random } from "./random.ts";

const NUMBERS: readonly ((random: Random) => number)[] = [
  ({ normal }) => normal(),
  ({ normal }) => Math.exp(normal()),
  ({ uniform }) => -Math.log(1 - uniform()),
  ({ normal }) => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3),
  ({ normal, uniform }) => (uniform() < 0.3 ? 0 : Math.round(10 * normal())),
];
const CATEGORIES = [2, 3, 5, 10, 20, 50, 200].map(cumulative);

/** Zipf's law with exponent 1.1. */
function cumulative(categories: number): readonly number[] {
  const weights = Array.from({ length: categories }, (_, index) => (index + 1) ** -1.1);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight / all;
    return sum;
  });
}

interface Defect {
  readonly number?: (value: number, row: number) => number | null;
  readonly category?: (value: string, row: number) => string;
}

/** 13 columns of numbers and 7 of categories; a defect is one of the first of each. */
function draw(seed: number, rows: number, reference?: Profile, { number, category }: Defect = {}): Profile {
  const random = createRandom(seed);
  const each = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
  const numbers = Array.from({ length: 13 }, (_, index) => {
    const sample = NUMBERS[index % NUMBERS.length] ?? (() => 0);
    const change = index === 0 && number !== undefined ? number : (value: number) => value;
    return numeric(
      `n${String(index)}`,
      each((row) => change(sample(random), row)),
      reference?.columns[index],
    );
  });
  const categories = CATEGORIES.map((limits, index) => {
    const change = index === 2 && category !== undefined ? category : (value: string) => value;
    const values = each((row) => {
      const at = random.uniform();
      return change(`c${String(limits.findIndex((limit) => at <= limit))}`, row);
    });
    return categorical(`c${String(index)}`, values, reference?.columns[13 + index]);
  });
  return profile([...numbers, ...categories], rows);
}

const ROWS = 2000;
const frame = draw(1, 10 * ROWS);
const reference = Array.from({ length: BATCHES }, (_, batch) => ({
  name: nameBatch(batch),
  profile: draw(100 + batch, ROWS, frame),
}));

/** The columns of further rows that drifted beside batches of the same size. */
const detect = (seed: number, defect?: Defect) =>
  driftedColumns(detectDrift({ reference, current: draw(seed, ROWS, frame, defect) }).findings);

it("hardly a run alarms on twenty columns in which nothing changed", () => {
  const alarms = Array.from({ length: 20 }, (_, run) => detect(1000 + run)).filter((columns) => columns.length > 0);
  expect(alarms.length).toBeLessThanOrEqual(1);
});

it("hardly a run alarms on a column of 1,200 players, of whom those that are frequent in the reference are so by luck", () => {
  const alarms = Array.from({ length: 20 }, (_, run) => {
    const random = createRandom(500 + run);
    const table = () => ({ id: Array.from({ length: 200 }, () => `p${String(Math.floor(1200 * random.uniform()))}`) });
    const tables = Array.from({ length: BATCHES + 1 }, table);
    const profiles = profileTables(tables.slice(0, BATCHES), tables[BATCHES] ?? {});
    const named = profiles.reference.map((of, batch) => ({ name: nameBatch(batch), profile: of }));
    return detectDrift({ reference: named, current: profiles.current }).verdict;
  }).filter((verdict) => verdict === "drift");
  expect(alarms.length).toBeLessThanOrEqual(1);
});

it.each<[string, string, Defect]>([
  ["a mean moved by a quarter of a standard deviation", "n0", { number: (value) => value + 0.25 }],
  ["a spread of 1.25 times", "n0", { number: (value) => value * 1.25 }],
  [
    "two per cent of the rows in another unit",
    "n0",
    { number: (value, row) => (row % 50 === 0 ? value * 100 : value) },
  ],
  ["five per cent missing", "n0", { number: (value, row) => (row % 20 === 0 ? null : value) }],
  ["a new category in one per cent", "c2", { category: (value, row) => (row % 100 === 0 ? "new" : value) }],
  [
    "a category that loses ten points",
    "c2",
    { category: (value, row) => (value === "c0" && row % 5 === 0 ? "c1" : value) },
  ],
])("finds %s among twenty columns of 2,000 rows", (_, column, defect) => {
  expect(detect(7, defect)).toEqual([column]);
});
