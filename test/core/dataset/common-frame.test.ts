import { describe, expect, it } from "vitest";
import { commonFrame } from "../../../src/core/dataset/common-frame.ts";
import { compareNames } from "../../../src/core/dataset/compare-names.ts";
import { hasValues } from "../../../src/core/dataset/has-values.ts";
import type { ColumnProfile, PairProfile } from "../../../src/core/dataset/profile.ts";
import { categorical, numeric, profile } from "../drift/build-profile.ts";

const pair = (x: string, y: string): PairProfile => ({
  x: { column: x, edges: [0] },
  y: { column: y, edges: [0] },
  counts: [1, 0, 0, 1],
});

describe("the common frame of profiles", () => {
  it("has of each column and pair the first that has one, and one with values before one without", () => {
    const empty = numeric("b", [null, null]);
    const filled = numeric("b", [1, 2]);
    const first = profile([numeric("a", [1, 2]), empty], 2, { pairs: [pair("a", "b")] });
    const second = profile([numeric("a", [3, 4]), filled, numeric("c", [5, 6])], 2, {
      pairs: [pair("a", "b"), pair("a", "c")],
    });
    const frame = commonFrame([first, second]);
    expect(frame?.columns).toEqual([first.columns[0], filled, second.columns[2]]);
    expect(frame?.pairs.map(({ y }) => y.column)).toEqual(["b", "c"]);
    expect([hasValues(empty), hasValues(filled)]).toEqual([false, true]);
    expect(commonFrame([])).toBeUndefined();
  });
});

describe("the common frame of profiles that have a column as different kinds", () => {
  const number = numeric("x", [1, 2]);
  const text = categorical("x", ["a", "b"]);
  const later = categorical("x", ["c"]);
  const empty = numeric("x", [null]);
  const given = (columns: readonly ColumnProfile[]) =>
    commonFrame(columns.map((column) => profile([column], 2)))?.columns;

  it.each([
    ["has one of each, the newest kind first", [number, text], [text, number]],
    ["has of each the first", [text, number, later], [text, number]],
    ["has the newest first, however old its frame is", [number, text, numeric("x", [3])], [number, text]],
    ["has none without values beside one with some", [empty, text], [text]],
    ["has none without values, however new", [text, empty], [text]],
    ["has one without values where there is no other", [empty, categorical("x", [null])], [empty]],
  ])("%s", (_, columns, expected) => {
    expect(given(columns)).toEqual(expected);
  });

  it("has a pair for each of them", () => {
    const groups: PairProfile = { ...pair("x", "y"), x: { column: "x", categories: ["0".repeat(16)] } };
    const other: PairProfile = { ...pair("x", "y"), counts: [0, 1, 1, 0] };
    const profiles = [pair("x", "y"), groups, other].map((one) => profile([], 2, { pairs: [one] }));
    expect(commonFrame(profiles)?.pairs).toEqual([pair("x", "y"), groups]);
  });
});

describe("the order of names", () => {
  it.each([
    [
      ["b10", "b2", "b1"],
      ["b1", "b2", "b10"],
    ],
    [
      ["2026-02", "2025-12", "2026-01"],
      ["2025-12", "2026-01", "2026-02"],
    ],
    [
      ["b", "a1", "a", ""],
      ["", "a", "a1", "b"],
    ],
    [
      ["x99999999999999999999", "x100000000000000000000"],
      ["x99999999999999999999", "x100000000000000000000"],
    ],
    [
      ["01", "1", "001"],
      ["001", "01", "1"],
    ],
  ])("of %j is %j", (names, expected) => {
    expect(names.toSorted(compareNames)).toEqual(expected);
    expect(names.toReversed().toSorted(compareNames)).toEqual(expected);
  });
});
