import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/dataset/merge-profiles.ts";
import type { NumericProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { arbitraryRows, profileOfRows, type Rows } from "./arbitrary-profile.ts";

const join = (one: Rows, other: Rows): Rows => ({
  numbers: [...one.numbers, ...other.numbers],
  words: [...one.words, ...other.words],
});

describe("merging profiles", () => {
  it("gives the profile of all rows together", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryRows, arbitraryRows, (reference, one, other) => {
        const parts = [one, other, reference].map((rows) => profileOfRows(rows, reference));
        const whole = profileOfRows(join(join(one, other), reference), reference);
        expect(mergeProfiles(parts)).toEqual(whole);
      }),
    );
  });

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryRows, (one, other) => {
        const [a, b] = [profileOfRows(one, one), profileOfRows(other, one)];
        expect(mergeProfiles([a, b])).toEqual(mergeProfiles([b, a]));
      }),
    );
  });

  const numbers = (extra: Partial<NumericProfile>): Profile => ({
    rows: 3,
    duplicateRows: 0,
    columns: [
      {
        name: "n",
        type: "BIGINT",
        kind: "integer",
        nulls: 1,
        invalid: 0,
        frame: { edges: [0, 1], values: [] },
        nan: 0,
        positiveInfinity: 0,
        negativeInfinity: 0,
        bins: [0, 1, 1],
        min: 1,
        max: 2,
        distinct: 2,
        spikes: [],
        ...extra,
      },
    ],
    pairs: [],
  });

  it("leaves one profile as it is", () => {
    const profile = numbers({});
    expect(mergeProfiles([profile])).toBe(profile);
  });

  it.each([
    [1, "9007199254740993", 1, "9007199254740993"],
    ["-9007199254740995", "9007199254740993", "-9007199254740995", "9007199254740993"],
    ["9007199254740994", "9007199254740995", 1, "9007199254740995"],
    [null, null, 1, 2],
  ])("compares limits of any size: %s and %s", (min, max, least, most) => {
    const [merged] = mergeProfiles([numbers({}), numbers({ min, max })]).columns;
    expect(merged).toMatchObject({ min: least, max: most });
  });

  it("adds the spikes that either has, most frequent first", () => {
    const one = numbers({
      spikes: [
        { value: 5, rows: 9 },
        { value: 7, rows: 3 },
      ],
    });
    const [merged] = mergeProfiles([one, numbers({ spikes: [{ value: 7, rows: 8 }] })]).columns;
    expect(merged).toMatchObject({
      spikes: [
        { value: 7, rows: 11 },
        { value: 5, rows: 9 },
      ],
      distinct: null,
    });
  });

  it.each([
    ["other edges", numbers({ frame: { edges: [0, 2], values: [] } }), "different edges"],
    ["another name", numbers({ name: "m" }), 'column "n" is "m"'],
    ["another kind", numbers({ kind: "timestamp" }), "is integer in one profile and timestamp in another"],
    ["another column", { ...numbers({}), columns: [...numbers({}).columns, ...numbers({ name: "m" }).columns] }, "2"],
    [
      "other pairs",
      {
        ...numbers({}),
        pairs: [{ x: { column: "n", edges: [1] }, y: { column: "m", edges: [1] }, counts: [1, 2, 3, 4] }],
      },
      "pairs",
    ],
  ])("refuses profiles with %s", (_, other, message) => {
    expect(() => mergeProfiles([numbers({}), other])).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("refuses no profile at all", () => {
    expect(() => mergeProfiles([])).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});
