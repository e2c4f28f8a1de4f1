import { expect, it } from "vitest";
import { daysOfNames } from "../../../src/core/monitoring/days-of-names.ts";

it.each([
  ["dates", ["2026-03-12", "2026-03-13"], ["2026-03-12", "2026-03-13"]],
  ["dates beside words", ["flights_20260312", "day=2026-03-13"], ["2026-03-12", "2026-03-13"]],
  ["hours", ["2026-03-12T06:00", "2026-03-12T07:00"], []],
  ["spans", ["2026-03-09_2026-03-15"], []],
  ["months", ["2026-03", "2026-04"], []],
  ["days that are in no calendar", ["2026-02-31"], []],
  ["longer numbers", ["120260312", "202603120600"], []],
  ["some without a date", ["2026-03-12", "newest"], []],
])("reads the days off names that are %s", (_, names, days) => {
  const found = [...daysOfNames(names).entries()];
  expect(found.map(([, { start }]) => start)).toEqual(days.map((day) => `${day}T00:00:00.000Z`));
  for (const [, { start = "", end = "" }] of found) expect(Date.parse(end) - Date.parse(start)).toBe(86_400_000);
  if (days.length > 0) expect(found.map(([name]) => name)).toEqual(names);
});
