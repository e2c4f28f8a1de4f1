import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { Profile as ProfileSchema } from "../../../src/core/dataset/profile.ts";
import { type ProfileOptions, profileData } from "../../../src/engine/profile/profile-data.ts";
import { quoteIdentifier } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { columnOf } from "./column-of.ts";
import { parquetSource, writeParquet } from "./parquet-source.ts";

let test: TestEngine;

beforeAll(async () => {
  test = await openTestEngine();
});

afterAll(() => test.close());

async function profileOf(query: string, options: ProfileOptions = {}): Promise<Profile> {
  const path = await writeParquet(test.engine, test.folder, "table.parquet", query);
  return profileData(test.engine, await parquetSource(test.engine, [path], { categories: ["colour"] }), options);
}

const colours = (...values: readonly (string | null)[]) =>
  `SELECT unnest([${values.map((value) => (value === null ? "NULL" : `'${value}'`)).join(", ")}]) AS colour`;

describe("categories", () => {
  it("stand in the profile by their hash, most frequent first", async () => {
    const profile = columnOf(await profileOf(colours("red", "red", "blue", null, "")), "categorical");
    // md5("red") = bda9643ac6601722a28f238714274da4
    expect(profile.frame.categories[0]).toEqual({ hash: "bda9643ac6601722" });
    expect(profile).toMatchObject({ counts: [2, 1, 1], nulls: 1, empty: 1, distinct: 3, singletons: 2, unseen: [] });
  });

  it("have their names only where these are allowed", async () => {
    const query = colours("red", "red", "secret");
    const some = await profileOf(query, { showCategories: new Map([["colour", new Set(["red"])]]) });
    expect(JSON.stringify(some)).not.toContain("secret");
    expect(columnOf(some, "categorical").frame.categories.map(({ name }) => name)).toEqual(["red", undefined]);
    const all = await profileOf(query, { showCategories: new Map([["colour", "all"]]) });
    expect(columnOf(all, "categorical").frame.categories.map(({ name }) => name)).toEqual(["red", "secret"]);
  });

  it("that the frame does not have are listed, with the one that they are when trimmed and in lower case", async () => {
    const frame = await profileOf(colours("Red", "Red", "blue"));
    const later = columnOf(await profileOf(colours("RED", "RED", " blue ", "green", "Red"), { frame }), "categorical");
    expect(later.counts).toEqual([1, 0]);
    expect(later.unseen.map(({ rows, foldsTo }) => [rows, foldsTo]).sort()).toEqual(
      [
        [1, undefined],
        [1, 1],
        [2, 0],
      ].sort(),
    );
    expect(later.unseenRest).toEqual({ categories: 0, rows: 0 });
  });

  it("of which there are 10,000 are counted all, and 4,000 listed", async () => {
    const query = "SELECT 'c' || (i % 10000) AS colour FROM range(30000) t(i)";
    const profile = columnOf(await profileOf(query), "categorical");
    expect([profile.distinct, profile.counts.length, profile.unseen.length]).toEqual([10_000, 2000, 2000]);
    expect(profile.unseenRest).toEqual({ categories: 6000, rows: 18_000 });
  });
});

describe("texts", () => {
  it("have lengths in characters, classes and registers", async () => {
    const values = ["", "abc", "a1", "é", "x y", "!", "😀😀", "]", "\\", "\t", "~", "x\ny"]
      .map((value) => `'${value}'`)
      .join(", ");
    const profile = columnOf(await profileOf(`SELECT unnest([${values}, NULL]) AS s`), "text");
    expect(profile).toMatchObject({ nulls: 1, empty: 1, distinct: 12 });
    expect(profile.classes).toEqual({ letters: 4, digits: 1, spaces: 3, punctuation: 4, nonAscii: 2 });
    expect(profile.frame.edges).toContain(3);
    expect(profile.lengths.reduce((sum, rows) => sum + rows, 0)).toBe(12);
  });

  it("too many to be counted have no number of different ones but their registers", async () => {
    const profile = columnOf(await profileOf("SELECT 'text ' || i AS s FROM range(80000) t(i)"), "text");
    expect([profile.distinct, profile.registers?.length]).toEqual([null, 5464]);
  });
});

describe("numbers", () => {
  it("that became frequent and have no bin of their own are spikes", async () => {
    const frame = await profileOf("SELECT i * 1.37 AS x FROM range(1000) t(i)");
    const later = "SELECT CASE WHEN i % 20 = 0 THEN 500.5 ELSE i * 1.37 END::DOUBLE AS x FROM range(RANGE) t(i)";
    for (const rows of [1000, 200_000]) {
      const { spikes } = columnOf(await profileOf(later.replace("RANGE", String(rows)), { frame }), "numeric");
      expect(spikes).toEqual([{ value: 500.5, rows: rows / 20 }]);
    }
  });

  it("finer than the pinned decimals are counted, with few values and with many", async () => {
    const frame = await profileOf("SELECT round(i / 100, 2) AS x FROM range(1000) t(i)");
    expect(columnOf(frame, "numeric").frame.decimals).toBe(2);
    for (const rows of [2000, 200_000]) {
      const query = `SELECT CASE WHEN i % 2 = 0 THEN i / 100 ELSE i / 100 + 0.005 END AS x FROM range(${String(rows)}) t(i)`;
      const { lattice } = columnOf(await profileOf(query, { frame }), "numeric");
      expect(lattice).toEqual({ finer: rows / 2, tens: rows / 10, hundreds: rows / 100 });
    }
  });

  it("before 1970 are seconds below zero", async () => {
    const profile = columnOf(
      await profileOf("SELECT DATE '1969-12-31' AS d UNION ALL SELECT DATE '1970-01-02'"),
      "timestamp",
    );
    expect([profile.min, profile.max]).toEqual([-86_400, 86_400]);
  });
});

describe("rows", () => {
  it.each([
    ["SELECT i % 50 AS a, i % 25 AS b FROM range(1000) t(i)", 950],
    ["SELECT i AS a, i % 25 AS b FROM range(1000) t(i)", 0],
    ["SELECT i // 2 AS a, 'x' || (i // 2) AS b FROM range(200000) t(i)", 100_000],
    ["SELECT i AS a, hash(i) / 1e9 AS b, 'x' AS c FROM range(200000) t(i)", 0],
  ])("that repeat another are counted: %s", async (query, repeated) => {
    expect((await profileOf(query)).duplicateRows).toBe(repeated);
  });
});

describe("hostile names of columns", () => {
  const NAMES = [
    "quote \" and ' and `",
    "line\nbreak",
    "😀",
    "pipe | pipe",
    "__proto__",
    "x".repeat(10_000),
    "; DROP TABLE t; --",
    "$1 {x} %s",
  ];

  it("pass into the profile as safe labels, and do no harm on the way", async () => {
    const columns = NAMES.map((name, index) => `i + ${String(index)} AS ${quoteIdentifier(name)}`);
    const profile = await profileOf(`SELECT ${columns.join(", ")} FROM range(100) t(i)`);
    expect(ProfileSchema.parse(profile).columns).toHaveLength(NAMES.length);
    expect(profile.columns.map((column) => column.kind === "integer" && column.min)).toEqual(
      NAMES.map((_, index) => index),
    );
    expect(profile.columns.map(({ name }) => name).slice(0, 5)).toEqual([
      NAMES[0],
      "line break",
      "😀",
      "pipe | pipe",
      "__proto__",
    ]);
  });
});

describe("a wide table", () => {
  it("of 210 columns is read where it is", async () => {
    const columns = Array.from({ length: 210 }, (_, index) => `(i * 7 + ${String(index)}) % 97 AS c${String(index)}`);
    const profile = await profileOf(`SELECT ${columns.join(", ")} FROM range(200) t(i)`);
    expect(profile.columns.map((column) => column.kind === "integer" && column.distinct).every((n) => n === 97)).toBe(
      true,
    );
  });
});
