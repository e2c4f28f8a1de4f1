import { describe, expect, it } from "vitest";
import { AlarmShare, FalseAlarms, toAlarmRule, toFalseAlarmBudget } from "../../../src/core/config/alarm-terms.ts";

const DAY = 86_400_000;

describe("false-alarms", () => {
  it.each([
    ["1 per 90d", { alarms: 1, periodMs: 90 * DAY }],
    ["12 per 365d", { alarms: 12, periodMs: 365 * DAY }],
    ["1 per 72h", { alarms: 1, periodMs: 3 * DAY }],
  ])("%s", (text, budget) => {
    expect(FalseAlarms.parse(text)).toBe(text);
    expect(toFalseAlarmBudget(text)).toEqual(budget);
  });

  it.each([
    "0 per 90d",
    "1 in 90d",
    "1 per 0d",
    "1 per 90m",
    "1.5 per 90d",
    "1 per 90d ",
    "-1 per 90d",
    "1000 per 90d",
  ])("%j is none", (text) => expect(FalseAlarms.safeParse(text).success).toBe(false));
});

describe("alarm", () => {
  it.each([
    ["1 of 1", { drifted: 1, of: 1 }],
    ["2 of 3", { drifted: 2, of: 3 }],
    ["10 of 10", { drifted: 10, of: 10 }],
  ])("%s", (text, rule) => {
    expect(AlarmShare.parse(text)).toBe(text);
    expect(toAlarmRule(text)).toEqual(rule);
  });

  it.each(["0 of 3", "2 of 11", "2of3", "two of three", "2 of 3 of 4"])("%j is none", (text) =>
    expect(AlarmShare.safeParse(text).success).toBe(false),
  );
});
