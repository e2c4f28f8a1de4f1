import { describe, expect, it } from "vitest";
import type { BatchSet } from "../../../../src/core/drift/batch-set.ts";
import { calibrateChange } from "../../../../src/core/drift/calibrate/calibrate-change.ts";
import { calibrateDistance } from "../../../../src/core/drift/calibrate/calibrate-distance.ts";
import { excessOfChance } from "../../../../src/core/drift/calibrate/excess-of-chance.ts";
import { createRandom, type Random } from "../random.ts";

const setOf = (reference: readonly number[], current: number): BatchSet => ({
  of: reference.length,
  members: reference.map((_, batch) => batch),
  rows: Float64Array.from([...reference, current]),
});
const equal = (batches: number, rows: number) => new Array<number>(batches).fill(rows);

describe("what chance shows more of in a batch that is smaller than the others", () => {
  it.each([
    { current: 1000, excess: 0 },
    { current: 900, excess: 0 },
    { current: 5000, excess: 0 },
    { current: 100, excess: 0.8955 },
  ])("of $current rows beside 1,000 is $excess of its variance", ({ current, excess }) => {
    expect(excessOfChance(setOf(equal(20, 1000), current).rows).at(-1)).toBeCloseTo(excess, 4);
  });

  it("is judged of every batch, and is nothing where there is nothing to compare", () => {
    expect(excessOfChance(Float64Array.of(100, 1000, 1000, 1000, 1000))[0]).toBeGreaterThan(0.8);
    expect([...excessOfChance(Float64Array.of(0, 0, 0))]).toEqual([0, 0, 0]);
  });
});

/** Kolmogorov's distance of so many uniform numbers from their law. */
function distance({ uniform }: Random, rows: number): number {
  const values = Float64Array.from({ length: rows }, uniform).sort();
  return values.reduce((most, value, place) => Math.max(most, (place + 1) / rows - value, value - place / rows), 0);
}

describe.each([20, 6])(
  "300 current batches of 200 rows beside %i reference batches of 5,000, all of one law",
  (batches) => {
    const random = createRandom(11);
    const set = setOf(equal(batches, 5000), 200);
    const noise = set.rows.map((rows) => 0.5 * Math.sqrt(1 / rows + 1 / (5000 * (batches - 1))));
    const tooSmall = (p: readonly number[]) => p.filter((one) => one <= 0.05).length / p.length;

    it("their distances are no rarer than p2 says", () => {
      const reference = equal(batches, 5000).map((rows) => distance(random, rows));
      const p2 = Array.from({ length: 300 }, () => {
        const distances = Float64Array.from([...reference, distance(random, 200)]);
        return calibrateDistance(distances, noise, set)[batches] ?? 0;
      });
      expect(tooSmall(p2)).toBeLessThanOrEqual(0.08);
    });

    it("nor are changes that have a direction, of batches that move by as much as chance moves large ones", () => {
      const variances = noise.map((one) => 4 * one * one);
      const moved = (rows: number) => random.normal() * Math.sqrt(1 / rows + 1 / 5000);
      const reference = equal(batches, 5000).map(moved);
      const p2 = Array.from({ length: 300 }, () => {
        const effects = Float64Array.from([...reference, moved(200)]);
        return calibrateChange(effects, variances, set).p2[batches] ?? 0;
      });
      expect(tooSmall(p2)).toBeLessThanOrEqual(0.08);
    });
  },
);
