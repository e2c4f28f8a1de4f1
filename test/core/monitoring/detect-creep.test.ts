import { describe, expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import type { NamedProfile } from "../../../src/core/drift/named-profile.ts";
import { detectCreep } from "../../../src/core/monitoring/detect-creep.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { toBatches } from "../drift/build-batches.ts";
import { numeric, profile } from "../drift/build-profile.ts";

const ROWS = 1000;
const PARTS = 20;
const random = createRandom(11);
/** About normal, with a standard deviation of 1. */
const noise = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);

/** A batch of rows that lies so far up, and moves a little by itself, as batches do. */
function draw(shift: number): readonly number[] {
  const own = shift + 0.1 * noise();
  return Array.from({ length: ROWS }, () => Math.round(1000 * (own + noise())) / 1000);
}

const { frame, reference: training } = toBatches(
  Array.from({ length: PARTS }, () => draw(0)).flat(),
  (values, of) => numeric("delay", [...values], of),
  PARTS,
);
const window = (shift: number): Profile => profile([numeric("delay", [...draw(shift)], frame)], ROWS);
const creepOf = (windows: readonly Profile[], current: Profile) =>
  detectCreep({ training, windows, current, options: {} });

describe("the slow comparison", () => {
  it("finds what has moved away by steps, each of which was stable against those before", () => {
    // A step every eight windows, about as large as batches move by themselves.
    const steps = Array.from({ length: 48 }, (_, index) => window(0.13 * Math.ceil((index + 1) / 8)));
    const known: NamedProfile[] = [...training];
    const told = steps.map((current, index) => {
      const { verdict } = detectDrift({ reference: known.slice(-28), current });
      known.push({ name: `window ${String(index)}`, profile: current });
      return { verdict, creep: creepOf(steps.slice(Math.max(0, index - 6), index), current)?.verdict };
    });
    expect(told.slice(-5).map(({ creep }) => creep)).toEqual(Array<string>(5).fill("drift"));
    expect(told.some(({ verdict, creep }) => verdict === "stable" && creep === "drift")).toBe(true);
    expect(told.slice(0, 4).map(({ creep }) => creep)).not.toContain("drift");
  });

  it("finds nothing where nothing moved, and says how much it looked at", () => {
    const windows = Array.from({ length: 10 }, () => window(0));
    const found = creepOf(windows, window(0));
    expect(found).toMatchObject({ verdict: "stable", windows: 7, rows: 7 * ROWS, batches: PARTS, level: 0.01 });
    expect(found?.findings).toEqual([]);
  });

  it("is left to the check itself where no window has joined", () => {
    expect(creepOf([], window(2))).toBeUndefined();
  });

  it("looks at the columns that all windows have on one frame", () => {
    const other = profile([numeric("delay", [1, 2, 3])], 3);
    const more = profile([...window(0).columns, numeric("distance", [1, 2, 3])], ROWS);
    expect(creepOf([window(0), more], window(0))).toMatchObject({ verdict: "stable", windows: 3 });
    expect(creepOf([window(0), other], window(0))).toBeUndefined();
  });
});
