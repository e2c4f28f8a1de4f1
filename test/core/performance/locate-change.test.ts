import { describe, expect, it } from "vitest";
import { createAdwin } from "../../../src/core/performance/adwin.ts";
import { dropOldest, emptyWindow, findCut, insertNumber } from "../../../src/core/performance/bucket-window.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { locateChange } from "../../../src/core/performance/locate-change.ts";

describe("a window of buckets", () => {
  it("keeps count, sum and squares of what is in it, in memory that grows with the logarithm", () => {
    const window = emptyWindow();
    const uniform = createRandom(1);
    const values = Array.from({ length: 5000 }, () => uniform());
    for (const value of values) insertNumber(window, value, 5);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(window.width).toBe(5000);
    expect(window.total / window.width).toBeCloseTo(mean, 10);
    expect(window.squares).toBeCloseTo(squares, 6);
    expect(window.levels.flatMap(({ totals }) => totals).length).toBeLessThan(6 * 11);
  });

  it("forgets its oldest bucket", () => {
    const window = emptyWindow();
    for (const value of [1, 1, 0, 1, 0, 0]) insertNumber(window, value, 2);
    // One bucket of two numbers became two; the rest is 0, 1 and 0, 0.
    const before = window.width;
    dropOldest(window);
    expect(before - window.width).toBe(2);
    expect([window.total, window.squares]).toEqual([1, expect.closeTo(0.75, 12)]);
  });

  it("is asked at every cut from the oldest to the newest, the parts always together the whole", () => {
    const window = emptyWindow();
    for (let value = 0; value < 40; value++) insertNumber(window, value, 3);
    const widths: number[] = [];
    findCut(window, (older, newer) => {
      expect(older.width + newer.width).toBe(40);
      expect(older.total + newer.total).toBe(780);
      widths.push(older.width);
      return false;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths.at(-1)).toBe(40);
    expect(findCut(window, ({ width }) => width >= 8)).toBe(true);
  });
});

describe("where a change was", () => {
  it.each([
    { steady: 500, changed: 60 },
    { steady: 3000, changed: 400 },
    { steady: 2000, changed: 1500 },
  ])("is found to about a sixteenth: $changed rows after $steady", ({ steady, changed }) => {
    let seen = 0;
    const located = locateChange({ update: () => ++seen === steady + changed });
    for (let row = 0; row < steady + changed; row++) located.update(row < steady ? Number(row % 10 === 0) : row % 2);
    const { rows, before, after } = located.change();
    expect(Math.abs(rows - changed)).toBeLessThanOrEqual(Math.max(2, changed / 8));
    expect(before).toBeCloseTo(0.1, 1);
    expect(after).toBeCloseTo(0.5, 1);
  });

  it("begins anew after an alarm, as its detector does", () => {
    const located = locateChange({ update: (value) => value === 2 });
    for (const value of [1, 1, 1, 2]) located.update(value);
    for (const value of [0, 0, 2]) located.update(value);
    expect(located.change()).toEqual({ rows: 1, before: 0, after: 2 });
  });

  it("is told by ADWIN from what it dropped", () => {
    const detector = createAdwin();
    const values = Array.from({ length: 2000 }, (_, row) => (row < 1000 ? Number(row % 20 === 0) : row % 2));
    const at = values.findIndex((value) => detector.update(value));
    const { before, after } = detector.change();
    expect(at).toBeGreaterThan(1000);
    expect(before).toBeLessThan(0.1);
    expect(after).toBeGreaterThan(before);
  });
});
