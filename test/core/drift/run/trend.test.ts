import { expect, it } from "vitest";
import type { ColumnLevels } from "../../../../src/core/drift/run/column-levels.ts";
import { measureTrend } from "../../../../src/core/drift/run/trend.ts";
import { createRandom } from "../random.ts";

const RUNS = 300;
const BATCHES = 13;

/** Columns of two levels that are related and have heavy tails, of batches without an order. */
function drawColumns(seed: number): readonly ColumnLevels[] {
  const { normal } = createRandom(seed);
  const common = Array.from({ length: BATCHES }, normal);
  return ["a", "b", "c", "d"].map((column) => ({
    column,
    levels: ["mean rank", "spread of ranks"].map((of) => ({
      of,
      values: Float64Array.from(common, (shared) => shared + normal() ** 3),
    })),
  }));
}

const measured = Array.from({ length: RUNS }, (_, run) => measureTrend(drawColumns(run + 1), 199));

it.each([
  // Of 300 fair draws so many are within, in 99.9 % of cases; fewer, as what looks like memory by chance counts against it.
  [0.1, 12, 48],
  [0.5, 105, 178],
])("p is at most %s as often among batches without an order", (level, least, most) => {
  const below = (p: number | undefined) => (p ?? 1) <= level;
  const runs = measured.filter((trend) => below(trend?.p)).length;
  expect(runs).toBeGreaterThanOrEqual(least);
  expect(runs).toBeLessThanOrEqual(most);
  const columns = measured.filter((trend) => below(trend?.columns[0]?.p)).length;
  expect(columns).toBeGreaterThanOrEqual(least);
  expect(columns).toBeLessThanOrEqual(most);
});

/** Eight columns over 21 batches, each with a memory of the batch before and a slope in standard deviations a batch. */
function drawDays(seed: number, memory: number, slope: number): readonly ColumnLevels[] {
  const { normal } = createRandom(seed);
  return Array.from({ length: 8 }, (_, column) => {
    let level = normal();
    const values = Float64Array.from({ length: 21 }, (_value, batch) => {
      level = memory * level + Math.sqrt(1 - memory ** 2) * normal();
      return level + slope * batch;
    });
    return { column: String(column), levels: [{ of: "mean rank", values }] };
  });
}

it.each([
  { memory: 0.7, slope: 0, what: "days that resemble the day before and go nowhere", least: 0, most: 4 },
  { memory: 0, slope: 0.12, what: "days that go somewhere", least: 45, most: 60 },
])("of 60 runs of $what from $least to $most move steadily", ({ memory, slope, least, most }) => {
  const runs = Array.from({ length: 60 }, (_, run) => measureTrend(drawDays(run + 1, memory, slope), 400));
  const found = runs.filter((trend) => (trend?.p ?? 1) <= 0.003).length;
  expect(found).toBeGreaterThanOrEqual(least);
  expect(found).toBeLessThanOrEqual(most);
});

it("says the same every time", () => {
  expect(measureTrend(drawColumns(7), 400)).toEqual(measureTrend(drawColumns(7), 400));
});

it("a batch that lacks a column says nothing of it", () => {
  const rising = Float64Array.from({ length: BATCHES }, (_, batch) => (batch === 4 ? Number.NaN : batch));
  const trend = measureTrend([{ column: "a", levels: [{ of: "mean rank", values: rising }] }], 400);
  expect(trend?.columns[0]?.steadiness).toBeGreaterThan(3);
  expect(trend?.p).toBe(1 / 401);
});

it.each<[string, readonly ColumnLevels[]]>([
  ["no columns", []],
  ["no levels", [{ column: "a", levels: [] }]],
])("nothing is told of %s", (_, columns) => {
  expect(measureTrend(columns, 400)).toBeUndefined();
});

it("what never moves is not steady", () => {
  const still = { column: "a", levels: [{ of: "mean rank", values: new Float64Array(BATCHES) }] };
  expect(measureTrend([still], 400)).toMatchObject({ p: 1, statistic: 0, columns: [{ p: 1, steadiness: 0 }] });
});
