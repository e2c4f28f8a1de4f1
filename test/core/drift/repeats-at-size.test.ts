import { describe, expect, it } from "vitest";
import { repeatsAtSize } from "../../../src/core/drift/repeats-at-size.ts";

/** Repeated rows among n draws of m equally likely ones: n − m (1 − (1 − 1/m)^n), exactly. */
const expected = (n: number, m: number) => n - m * (1 - (1 - 1 / m) ** n);

describe("repeated rows at another size", () => {
  it.each([
    { m: 1000, rows: 400, wanted: 1000 },
    { m: 1000, rows: 1000, wanted: 400 },
    { m: 50_000, rows: 1000, wanted: 2500 },
    { m: 300, rows: 1000, wanted: 700 },
  ])("are what $wanted draws of $m rows bring, from $rows draws", ({ m, rows, wanted }) => {
    expect(repeatsAtSize(expected(rows, m), rows, wanted)).toBeCloseTo(expected(wanted, m) / wanted, 3);
  });

  it.each([
    { repeats: 0, rows: 100, wanted: 300, share: 0 },
    { repeats: 7, rows: 100, wanted: 100, share: 0.07 },
    { repeats: 0, rows: 0, wanted: 10, share: 0 },
  ])("of $repeats in $rows rows are $share at $wanted", ({ repeats, rows, wanted, share }) => {
    expect(repeatsAtSize(repeats, rows, wanted)).toBe(share);
  });

  it("are nearly all where all rows are one", () => {
    expect(repeatsAtSize(99, 100, 300)).toBeGreaterThan(0.99);
  });
});
