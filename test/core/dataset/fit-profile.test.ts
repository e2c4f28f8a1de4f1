import { describe, expect, it } from "vitest";
import { chooseNumericFrame } from "../../../src/core/dataset/choose-frame.ts";
import { fitProfile } from "../../../src/core/dataset/fit-profile.ts";
import type { ColumnProfile, NumericProfile } from "../../../src/core/dataset/profile.ts";
import { Profile } from "../../../src/core/dataset/profile.ts";
import { countOnEdges, toValueGroups } from "../../../src/core/dataset/value-groups.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function numbers(name: string, values: readonly number[]): NumericProfile {
  const groups = toValueGroups(values.map((value) => ({ value, rows: 1 })));
  const frame = chooseNumericFrame(groups);
  return {
    name,
    type: "DOUBLE",
    kind: "numeric",
    nulls: 0,
    invalid: 0,
    frame,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    bins: countOnEdges(groups, frame.edges),
    min: groups[0]?.value ?? null,
    max: groups.at(-1)?.value ?? null,
    distinct: groups.length,
    spikes: [],
  };
}

const hash = (index: number) => index.toString(16).padStart(16, "0");

function categories(name: string, count: number, unseen: number): ColumnProfile {
  return {
    name,
    type: "VARCHAR",
    kind: "categorical",
    nulls: 0,
    invalid: 0,
    frame: { categories: Array.from({ length: count }, (_, index) => ({ hash: hash(index) })) },
    counts: Array.from({ length: count }, (_, index) => count - index),
    unseen: Array.from({ length: unseen }, (_, index) => ({ hash: hash(count + index), rows: 1, foldsTo: count - 1 })),
    unseenRest: { categories: 0, rows: 0 },
    distinct: count + unseen,
    singletons: unseen + 1,
    empty: 0,
  };
}

const spread = (salt: number) =>
  Array.from({ length: 3000 }, (_, index) => (index < 600 ? 0 : Math.sin(index * salt) * 1000));

function profile(columns: readonly ColumnProfile[]): Profile {
  return { rows: 3000, duplicateRows: 0, columns: [...columns], pairs: [] };
}

describe("fitting a profile", () => {
  it("leaves one that fits as it is", () => {
    const small = profile([numbers("x", [1, 2, 3])]);
    expect(fitProfile(small, 100_000)).toEqual({ profile: small, notes: [] });
  });

  it("cuts lists of new categories before it touches a frame", () => {
    const large = profile([categories("c", 100, 2000)]);
    const { profile: fitted, notes } = fitProfile(large, 20_000);
    const [column] = fitted.columns;
    if (column?.kind !== "categorical") throw new Error("not categorical");
    expect(column.frame).toEqual(large.columns[0] && "frame" in large.columns[0] ? large.columns[0].frame : undefined);
    expect(column.unseen.length + column.unseenRest.categories).toBe(2000);
    expect(column.unseenRest.rows).toBe(column.unseenRest.categories);
    expect(notes).toHaveLength(1);
  });

  it.each([250_000, 200_000, 120_000, 70_000, 40_000])(
    "keeps every row within %d bytes, in a valid profile",
    (bytes) => {
      const large = profile([
        ...Array.from({ length: 40 }, (_, index) => numbers(`x${String(index)}`, spread(index + 1))),
        categories("c", 1500, 1000),
      ]);
      const { profile: fitted, notes } = fitProfile(large, bytes);
      expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(bytes);
      expect(Profile.parse(fitted)).toEqual(fitted);
      expect(notes.length).toBeGreaterThan(0);
      for (const column of fitted.columns) {
        if (column.kind === "numeric") {
          expect(sum(column.bins)).toBe(3000);
          expect(column.frame.values).toContain(0);
          expect(column.bins[column.frame.edges.indexOf(0)]).toBe(600);
          expect([column.bins[0], column.bins.at(-1)]).toEqual([0, 0]);
        }
        if (column.kind === "categorical") {
          const unseen = sum(column.unseen.map(({ rows }) => rows));
          expect(sum(column.counts) + unseen + column.unseenRest.rows).toBe((1500 * 1501) / 2 + 1000);
          for (const { foldsTo } of column.unseen) expect(foldsTo ?? 0).toBeLessThan(column.frame.categories.length);
        }
      }
    },
  );

  it("is the same when it is done again", () => {
    const large = profile(Array.from({ length: 20 }, (_, index) => numbers(`x${String(index)}`, spread(index + 1))));
    const once = fitProfile(large, 60_000).profile;
    expect(fitProfile(once, 60_000).profile).toBe(once);
  });

  it("says so where there are too many columns", () => {
    const wide = profile(Array.from({ length: 500 }, (_, index) => numbers(`x${String(index)}`, [1, 2, 3])));
    expect(() => fitProfile(wide, 20_000)).toThrow(expect.objectContaining({ code: "EVIDENCE_TOO_LARGE" }));
  });
});
