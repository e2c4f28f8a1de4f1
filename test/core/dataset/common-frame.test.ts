import { describe, expect, it } from "vitest";
import { commonFrame } from "../../../src/core/dataset/common-frame.ts";
import { compareNames } from "../../../src/core/dataset/compare-names.ts";
import { hasValues } from "../../../src/core/dataset/has-values.ts";
import type { PairProfile } from "../../../src/core/dataset/profile.ts";
import { numeric, profile } from "../drift/build-profile.ts";

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
