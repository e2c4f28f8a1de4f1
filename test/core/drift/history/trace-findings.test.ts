import { describe, expect, it } from "vitest";
import { detectDrift } from "../../../../src/core/drift/detect-drift.ts";
import { traceFindings } from "../../../../src/core/drift/history/trace-findings.ts";
import { createRandom } from "../../../../src/core/performance/create-random.ts";
import { normalQuantile } from "../../../../src/core/statistics/normal-distribution.ts";
import { profileTables, type Table } from "../build-batches.ts";

const ROWS = 400;
const KNOWN = 16;

/** Days of two columns that move by themselves; from day `from` on `change` is done to them. */
function days(count: number, from: number, change: (day: Table) => Table): Table[] {
  const random = createRandom(17);
  const normal = () => normalQuantile(random() + 2 ** -33);
  return Array.from({ length: count }, (_, index) => {
    const level = 0.05 * normal();
    const day: Table = {
      delay: Array.from({ length: ROWS }, () => Math.round(100 * (normal() + level)) / 100),
      origin: Array.from({ length: ROWS }, () => (random() < 0.3 ? "ATL" : random() < 0.5 ? "ORD" : "JFK")),
    };
    return index >= from ? change(day) : day;
  });
}

const isText = (values: Table[string]): values is readonly (string | null)[] =>
  values.some((value) => typeof value === "string");
const later = (day: Table): Table => ({ ...day, delay: (day["delay"] ?? []).map((value) => Number(value) + 0.8) });
const emptier = (day: Table): Table => ({
  ...day,
  delay: (day["delay"] ?? []).map((value, row) => (row % 4 === 0 ? null : Number(value))),
});
const renamed = (day: Table): Table => {
  const origin = day["origin"] ?? [];
  return isText(origin) ? { ...day, origin: origin.map((value) => (value === "ORD" ? "CHI" : value)) } : day;
};

type Profiled = ReturnType<typeof profileTables>["current"];

/** @param gone From this day on there is no column origin. */
function trace(course: Table[], gone = Number.POSITIVE_INFINITY) {
  const { reference: earlier, current } = profileTables(course.slice(0, -1), course.at(-1) ?? {});
  const [today, ...others] = [...earlier, current]
    .map((profile, index) => ({ name: `day ${String(index)}`, profile: index < gone ? profile : without(profile) }))
    .toReversed();
  const named = others.toReversed();
  if (today === undefined) return [];
  const reference = named.slice(0, KNOWN);
  const { findings } = detectDrift({ reference, current: today.profile });
  const traced = traceFindings(findings, { reference, windows: named.slice(4), current: today });
  return traced.filter(({ verdict }) => verdict === "drift");
}

function without(profile: Profiled): Profiled {
  return { ...profile, columns: profile.columns.filter(({ name }) => name !== "origin") };
}

describe("a finding says since when", () => {
  it.each([
    ["a shift", later, "delay"],
    ["missing values", emptier, "delay"],
    ["another name of a category", renamed, "origin"],
  ])("%s has been there", (_name, change, column) => {
    const found = trace(days(22, 18, change));
    expect(found.length).toBeGreaterThan(0);
    // Rows may repeat more often as well.
    expect(found.every(({ columns }) => columns.length === 0 || columns.includes(column))).toBe(true);
    expect(found.map(({ since }) => since)).toEqual(found.map(() => "day 18"));
  });

  it("a shift is new", () => {
    const found = trace(days(22, 21, later));
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ since }) => since)).toEqual(found.map(() => "day 21"));
  });

  it("a column is gone", () => {
    const found = trace(days(22, 22, later), 19);
    expect(found).toMatchObject([{ columns: ["origin"], aspect: "column", since: "day 19" }]);
  });

  it("nothing is said of what does not drift, nor with hardly any batch before", () => {
    const { reference, current } = profileTables(days(3, 9, later), later(days(1, 0, later)[0] ?? {}));
    const named = reference.map((profile, index) => ({ name: String(index), profile }));
    const { findings } = detectDrift({ reference: named, current });
    expect(traceFindings(findings, { reference: named, windows: [], current: { name: "now", profile: current } })).toBe(
      findings,
    );
  });
});
