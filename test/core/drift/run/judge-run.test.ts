import { describe, expect, it } from "vitest";
import { type DriftRequest, detectDrift } from "../../../../src/core/drift/detect-drift.ts";
import { driftedColumns } from "../../../../src/core/drift/drifted-columns.ts";
import { isStructural } from "../../../../src/core/drift/is-structural.ts";
import { LEVEL_SHARES } from "../../../../src/core/drift/run/level-shares.ts";
import type { Table } from "../build-batches.ts";
import { createRandom } from "../random.ts";
import { profileRun } from "./run-cases.ts";

const ROWS = 1000;
const COLUMNS = Array.from({ length: 12 }, (_, place) => `x${String(place)}`);

/** Batches whose columns each differ by themselves, and all move by `moved` standard deviations. */
function draw(seed: number, moved: number): Table {
  const { normal } = createRandom(seed);
  return Object.fromEntries(
    COLUMNS.map((column) => {
      const own = 0.12 * normal() + moved;
      return [column, Array.from({ length: ROWS }, () => normal() + own)];
    }),
  );
}

const steadily = Array.from({ length: 17 }, (_, time) => draw(500 + time, 0.02 * time));

const profiled = profileRun(steadily);

function detect(
  { reference, current }: Pick<DriftRequest, "reference" | "current">,
  options: Pick<DriftRequest, "ordered" | "level"> = {},
) {
  return detectDrift({ reference, current, ...options });
}

describe("columns that all move by a fiftieth of a standard deviation a batch", () => {
  it("are drift, though none of them surprises", () => {
    const { verdict, reason, findings, pRun, calibration } = detect(profiled);
    const { tests, test, level, surprise, threshold } = calibration;
    expect([verdict, test]).toEqual(["drift", "trend"]);
    expect(surprise).toBeLessThan(threshold ?? 0);
    expect(tests?.largest).toBeGreaterThan(LEVEL_SHARES.largest * level);
    expect(tests?.trend).toBeLessThanOrEqual(LEVEL_SHARES.trend * level);
    expect(pRun).toBeCloseTo((tests?.trend ?? 1) / LEVEL_SHARES.trend, 12);
    const told = findings.filter((finding) => finding.verdict === "drift");
    expect(told.map(({ kind }) => kind)).toEqual(told.map(() => "steady-movement"));
    expect(told.some(isStructural)).toBe(false);
    expect(told[0]?.explanation).toMatch(/^x\d+ moves steadily since 2026-01 \(mean rank \+\d\.\d+ % a batch\): /);
    expect(reason).toContain("moves steadily since 2026-01");
    expect(driftedColumns(findings)).toEqual([...new Set(told.flatMap(({ columns }) => columns))]);
  });

  it("are no drift where the same batches come in another order", () => {
    const order = [9, 3, 14, 0, 7, 12, 5, 15, 1, 10, 6, 13, 2, 11, 4, 8];
    const reference = order.flatMap((time) => profiled.reference[time] ?? []);
    const { verdict, calibration } = detect({ ...profiled, reference });
    expect(verdict).toBe("stable");
    expect(calibration.tests?.trend ?? 1).toBeGreaterThan(LEVEL_SHARES.trend * calibration.level);
  });

  it("nor where the order means nothing; the largest surprise then has the whole level", () => {
    const ordered = detect(profiled);
    const { verdict, calibration } = detect(profiled, { ordered: false });
    expect(verdict).toBe("stable");
    expect(calibration.tests).not.toHaveProperty("trend");
    expect(calibration.threshold).toBeLessThan(ordered.calibration.threshold ?? 0);
  });

  it("nor beside a few batches, of which no steadiness can be told", () => {
    const { calibration } = detect({ ...profiled, reference: profiled.reference.slice(-7) });
    expect(calibration).not.toHaveProperty("tests");
    expect(calibration.level).toBeCloseTo(0.005, 12);
  });

  it.each([0.004, 0.05])("are held against a share of the level: %s", (level) => {
    const { calibration, verdict } = detect(profiled, { level });
    expect(calibration.level).toBe(level);
    expect(verdict).toBe((calibration.tests?.trend ?? 1) <= LEVEL_SHARES.trend * level ? "drift" : "stable");
  });
});

it("a number that runs on from batch to batch is no steady movement", () => {
  const tables = Array.from({ length: 13 }, (_, time) => {
    const { x0, x1, x2 } = draw(900 + time, 0);
    const id = Array.from({ length: ROWS }, (__, row) => time * ROWS + row);
    return { id, x0: x0 ?? [], x1: x1 ?? [], x2: x2 ?? [] };
  });
  const { calibration } = detect(profileRun(tables));
  expect(calibration.tests?.trend ?? 1).toBeGreaterThan(LEVEL_SHARES.trend * calibration.level);
});

describe("columns that all move at once", () => {
  // Columns of batches that move by themselves as far as each now does, but never all together.
  const past = Array.from({ length: 16 }, (_, time) => draw(700 + time, 0));
  const now = draw(790, 0.3);

  it("are drift together, and so are told", () => {
    const { verdict, findings, calibration } = detect(profileRun([...past, now]), { ordered: false });
    expect([verdict, calibration.test]).toEqual(["drift", "breadth"]);
    const told = findings.filter((finding) => finding.verdict === "drift");
    expect(told.length).toBeGreaterThan(2);
    expect(told.map(({ kind }) => kind)).toEqual(told.map(() => "many-columns"));
    expect(told[0]?.words).toMatch(/^many columns moved a little at once \(\d+ of 12 by much of it\): /);
  });

  it("are not, where there are fewer than three", () => {
    const two = [...past, now].map(({ x0 = [], x1 = [] }) => ({ x0, x1 }));
    expect(detect(profileRun(two), { ordered: false }).calibration.tests).not.toHaveProperty("breadth");
  });
});
