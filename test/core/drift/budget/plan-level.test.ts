import { describe, expect, it } from "vitest";
import { describeBudget } from "../../../../src/core/drift/budget/describe-budget.ts";
import { planLevel } from "../../../../src/core/drift/budget/plan-level.ts";

const DAY_MS = 86_400_000;
const NOW = "2026-11-26T09:00:00Z";
const DAILY = {
  schedule: { cron: "17 3 * * *", timeZone: "UTC" },
  falseAlarms: { alarms: 1, periodMs: 90 * DAY_MS },
  alarm: { drifted: 2, of: 3 },
};
/** Twenty that say nothing about each other. */
const SURPRISES = [1, 4, 2, 0, 3, 1, 2, 5, 0, 1, 3, 2, 0, 4, 1, 2, 0, 3, 1, 2];

describe("the level of a configuration", () => {
  it("comes from its schedule, its budget and the reference's surprises", () => {
    const planned = planLevel(DAILY, NOW)?.(SURPRISES);
    expect(planned?.level).toBeGreaterThan(0.005);
    expect(planned?.level).toBeLessThan(0.05);
    expect(planned?.budget).toMatchObject({ alarms: 1, hours: 2160, checks: 90, correlation: 0, met: true });
  });

  it("is the rule's own without a budget or a schedule", () => {
    expect(planLevel({ ...DAILY, falseAlarms: undefined }, NOW)).toBeUndefined();
    expect(planLevel({ ...DAILY, schedule: undefined }, NOW)).toBeUndefined();
  });

  it("is lower where checks are more often, or windows resemble the one before", () => {
    const daily = planLevel(DAILY, NOW);
    const hourly = planLevel({ ...DAILY, schedule: { cron: "17 */2 * * *", timeZone: "UTC" } }, NOW);
    expect(hourly?.(SURPRISES).level).toBeLessThan(daily?.(SURPRISES).level ?? 0);
    const alike = SURPRISES.toSorted((a, b) => a - b);
    expect(daily?.(alike).level).toBeLessThan(daily?.(SURPRISES).level ?? 0);
    expect(daily?.(alike).budget.correlation).toBeGreaterThan(0.5);
  });
});

describe("a budget in words", () => {
  const BUDGET = { alarms: 1, hours: 2160, checks: 90, correlation: 0, expected: 0.967, met: true };
  it.each([
    [{}, "Level 0.013: one false alarm in 90 days, with a check a day (0.97 by simulation)."],
    [
      { alarms: 2, hours: 30, checks: 45, correlation: 0.34 },
      "Level 0.013: 2 false alarms in 30 hours, with 1.5 checks an hour, windows that resemble the one before (correlation 0.34) (0.97 by simulation).",
    ],
    [{ checks: 12.86 }, "Level 0.013: one false alarm in 90 days, with a check a week (0.97 by simulation)."],
    [{ checks: 3 }, "Level 0.013: one false alarm in 90 days, with a check in 30 days (0.97 by simulation)."],
    [
      { met: false, expected: 2.13, batchesNeeded: 31 },
      "Level 0.013: 2.1 false alarms are expected in 90 days, with a check a day, and one false alarm is what is put up with; so few reference batches tell no rarer ones. It takes 31 reference batches.",
    ],
    [
      { met: false, expected: 2.13 },
      "Level 0.013: 2.1 false alarms are expected in 90 days, with a check a day, and one false alarm is what is put up with; so few reference batches tell no rarer ones. No number of reference batches would do: look less often, or let more windows drift before an alarm.",
    ],
  ])("%o", (change, words) => {
    expect(describeBudget(0.013, { ...BUDGET, ...change })).toBe(words);
  });
});
