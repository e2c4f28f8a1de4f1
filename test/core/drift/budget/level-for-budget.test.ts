import { describe, expect, it } from "vitest";
import { type LevelRequest, levelForBudget } from "../../../../src/core/drift/budget/level-for-budget.ts";

const DAILY: LevelRequest = {
  alarms: 1,
  checks: 90,
  batches: 20,
  alarm: { drifted: 2, of: 3 },
  correlation: 0,
};

describe("the level that keeps a budget of false alarms", () => {
  it("keeps it, as far as can be simulated", () => {
    const { level, expected, met } = levelForBudget(DAILY);
    expect(met).toBe(true);
    expect(level).toBeGreaterThan(0.01);
    expect(level).toBeLessThan(0.05);
    expect(expected).toBeLessThanOrEqual(1);
    expect(expected).toBeGreaterThan(0.85);
  });

  it("grows with the budget, and never beyond .05", () => {
    const levels = [0.3, 0.5, 0.7, 1, 1.5, 2, 4, 50].map((alarms) => levelForBudget({ ...DAILY, alarms }).level);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(new Set(levels).size).toBeGreaterThan(4);
    expect(levels.at(-1)).toBe(0.05);
  });

  it("falls with correlation", () => {
    const levels = [0, 0.2, 0.4, 0.6, 0.8].map((correlation) => levelForBudget({ ...DAILY, correlation }).level);
    expect(levels).toEqual(levels.toSorted((a, b) => b - a));
    expect(levels.at(-1)).toBeLessThan((levels[0] ?? 0) / 1.5);
  });

  it("falls with how often data are looked at, and where one window is enough", () => {
    const of = (change: Partial<LevelRequest>) => levelForBudget({ ...DAILY, ...change }).level;
    expect(of({ checks: 180 })).toBeLessThan(of({}));
    expect(of({ alarm: { drifted: 1, of: 1 } })).toBeLessThan(of({}));
    expect(of({ checks: 13 })).toBe(0.05);
  });

  it("says how many batches a budget takes that so few cannot keep", () => {
    const request = { ...DAILY, checks: 260 };
    const { met, level, expected, batchesNeeded } = levelForBudget({ ...request, batches: 9 });
    expect({ met, level }).toEqual({ met: false, level: 0.01 });
    expect(expected).toBeGreaterThan(1);
    expect(batchesNeeded).toBeGreaterThan(9);
    expect(levelForBudget({ ...request, batches: (batchesNeeded ?? 0) + 3 }).met).toBe(true);
  });

  it("says that no number of batches keeps one false alarm in a hundred thousand checks", () => {
    expect(levelForBudget({ ...DAILY, checks: 100_000 })).toMatchObject({ met: false, batchesNeeded: undefined });
  });

  it("leaves the rule of fewer than 8 batches as it is", () => {
    expect(levelForBudget({ ...DAILY, batches: 7, checks: 10 })).toMatchObject({ level: 0.005, met: true });
    expect(levelForBudget({ ...DAILY, batches: 3, checks: 2000 })).toMatchObject({ level: 0.005, met: false });
  });

  it("says the same each time", () => {
    expect(levelForBudget(DAILY)).toEqual(levelForBudget({ ...DAILY }));
  });
});
