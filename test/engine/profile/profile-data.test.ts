import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/dataset/merge-profiles.ts";
import type { NumericProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { Profile as ProfileSchema } from "../../../src/core/dataset/profile.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { columnOf } from "./column-of.ts";
import { parquetSource, writeParquet } from "./parquet-source.ts";

// Everything that the profile has a kind for, in every tenth row something that is not a number.
const TABLE = `SELECT i,
  CASE WHEN i % 11 = 0 THEN NULL WHEN i % 13 = 0 THEN 'NaN' WHEN i % 17 = 0 THEN 'Infinity' WHEN i % 19 = 0 THEN '-Infinity'
    ELSE (hash(i) % 1000003) / 7 END::DOUBLE AS x,
  CASE WHEN i % 3 = 0 THEN 0 ELSE round((hash(i + 1) % 100000) / 100, 2) END AS price,
  (i % 7 = 0) AS flag,
  TIMESTAMP '1969-12-01' + to_seconds((hash(i + 2) % 9000000)::INTEGER) AS at,
  ['red', 'green', ' Blue', '', NULL][1 + (hash(i + 3) % 5)::INTEGER] AS colour,
  'text ' || hash(i + 4) AS words,
  CASE WHEN i % 3 = 0 THEN 1 ELSE i % 5 END AS code,
  [i] AS list
  FROM range(1, 4001) numbers(i)`;

const CATEGORIES = ["colour", "turned"];

let test: TestEngine;
let folder: string;

beforeAll(async () => {
  test = await openTestEngine();
  folder = test.folder;
});

afterAll(() => test.close());

async function sourceOf(query: string, name = "table.parquet"): Promise<DataSource> {
  return parquetSource(test.engine, [await writeParquet(test.engine, folder, name, query)], { categories: CATEGORIES });
}

async function profileOf(query: string, frame?: Profile): Promise<Profile> {
  return profileData(test.engine, await sourceOf(query), { frame });
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe("a profile", () => {
  it("holds every row of every column once, and passes its own schema", async () => {
    const profile = await profileOf(TABLE);
    expect(ProfileSchema.parse(profile)).toEqual(profile);
    expect(profile.rows).toBe(4000);
    expect(profile.columns.map(({ kind }) => kind)).toEqual([
      "integer",
      "numeric",
      "numeric",
      "boolean",
      "timestamp",
      "categorical",
      "text",
      "integer",
      "other",
    ]);
    for (const each of profile.columns) {
      const counted = {
        numeric: (c: NumericProfile) => sum(c.bins) + c.nan + c.positiveInfinity + c.negativeInfinity,
      };
      const values =
        each.kind === "boolean"
          ? each.falses + each.trues
          : each.kind === "categorical"
            ? sum(each.counts) + sum(each.unseen.map(({ rows }) => rows)) + each.unseenRest.rows
            : each.kind === "text"
              ? sum(each.lengths)
              : each.kind === "other" || each.kind === "embedding"
                ? 4000 - each.nulls
                : counted.numeric(each);
      expect([each.name, values + each.nulls + each.invalid]).toEqual([each.name, 4000]);
    }
  });

  it("counts on the same frame what it counts when it chooses the frame", async () => {
    const fresh = await profileOf(TABLE);
    expect(JSON.stringify(await profileOf(TABLE, fresh))).toBe(JSON.stringify(fresh));
  });

  it("is made of the bytes that numpy would count", async () => {
    const profile = await profileOf(
      "SELECT unnest([1.5, 2.5, 2.5, -3, NULL, 100, 1e308, -1e308, 0.0, -0.0])::DOUBLE AS x",
    );
    const { frame, bins, min, max, distinct, nulls } = columnOf(profile, "numeric", "x");
    const values = [1.5, 2.5, 2.5, -3, 100, 1e308, -1e308, 0, 0];
    const expected = [...frame.edges, Number.POSITIVE_INFINITY].map(
      (edge, index) => values.filter((value) => value <= edge && value > (frame.edges[index - 1] ?? -Infinity)).length,
    );
    expect(bins).toEqual(expected);
    expect({ min, max, distinct, nulls }).toEqual({ min: -1e308, max: 1e308, distinct: 7, nulls: 1 });
  });

  it.each([
    ["no rows", "SELECT 1.5 AS x, 1 AS n, 'a' AS s, true AS b WHERE false", 0],
    ["one row", "SELECT 1.5 AS x, 1 AS n, 'a' AS s, true AS b", 1],
    [
      "nothing but nulls",
      "SELECT NULL::DOUBLE AS x, NULL::BIGINT AS n, NULL::VARCHAR AS s, NULL::BOOLEAN AS b FROM range(5)",
      5,
    ],
    ["one value", "SELECT 7.5::DOUBLE AS x, 7 AS n, 'a' AS s, false AS b FROM range(500)", 500],
  ])("of %s is whole", async (_, query, rows) => {
    const profile = await profileOf(query);
    expect(ProfileSchema.parse(profile).rows).toBe(rows);
    expect(JSON.stringify(await profileOf(query, profile))).toBe(JSON.stringify(profile));
  });

  it("gives a column that the frame lacks a frame of its own, and one of another kind too", async () => {
    const frame = await profileOf("SELECT i, i AS turned FROM range(100) t(i)");
    const profile = await profileOf(
      "SELECT i + 1000 AS i, 'word ' || (i % 3) AS turned, i / 3 AS added FROM range(100) t(i)",
      frame,
    );
    expect(columnOf(profile, "integer", "i").frame).toEqual(columnOf(frame, "integer", "i").frame);
    expect(columnOf(profile, "integer", "i").bins.at(-1)).toBe(100);
    expect(columnOf(profile, "categorical", "turned").counts).toEqual([34, 33, 33]);
    expect(columnOf(profile, "numeric", "added").distinct).toBe(100);
  });

  it("tells its progress after every column", async () => {
    const told: string[] = [];
    await profileData(test.engine, await sourceOf("SELECT 1 AS a, 2 AS b"), {
      onProgress: ({ done, total, what }) => told.push(`${String(done)}/${String(total)} ${what}`),
    });
    expect(told).toEqual(["1/4 a", "2/4 b", "3/4 pairs of columns", "4/4 repeated rows"]);
  });

  it("asks at the end whether the files are still the same", async () => {
    const source = await sourceOf("SELECT 1 AS a");
    const changed = { ...source, verifyUnchanged: () => Promise.reject(new Error("changed")) };
    await expect(profileData(test.engine, changed)).rejects.toThrow("changed");
  });

  it("leaves no table behind", async () => {
    await profileOf(TABLE);
    expect(await test.engine.query("SELECT table_name FROM duckdb_tables()")).toEqual([]);
  });
});

describe("the same rows", () => {
  it("as one file, as 16 shards, shuffled and with other threads give the same bytes", async () => {
    const one = JSON.stringify(await profileOf(TABLE));
    const shards = join(folder, "shards");
    mkdirSync(shards);
    const paths: string[] = [];
    for (let shard = 0; shard < 16; shard += 1) {
      const query = `SELECT * FROM (${TABLE}) WHERE hash(i) % 16 = ${String(shard)} ORDER BY hash(i + 5)`;
      paths.push(await writeParquet(test.engine, shards, `${String(shard)}.parquet`, query));
    }
    expect(
      JSON.stringify(
        await profileData(test.engine, await parquetSource(test.engine, paths, { categories: CATEGORIES })),
      ),
    ).toBe(one);
    expect(JSON.stringify(await profileOf(`SELECT * FROM (${TABLE}) ORDER BY hash(i * 31)`))).toBe(one);
    const single = await openTestEngine({ threads: 1 });
    try {
      const path = await writeParquet(single.engine, single.folder, "table.parquet", TABLE);
      expect(
        JSON.stringify(
          await profileData(single.engine, await parquetSource(single.engine, [path], { categories: CATEGORIES })),
        ),
      ).toBe(one);
    } finally {
      single.close();
    }
  });

  it("in parts add up to the whole", async () => {
    const whole = await profileOf(TABLE);
    const parts: Profile[] = [];
    for (const rest of [0, 1, 2]) {
      parts.push(await profileOf(`SELECT * FROM (${TABLE}) WHERE hash(i) % 3 = ${String(rest)}`, whole));
    }
    const merged = mergeProfiles(parts);
    const additive = ({ columns, rows, pairs }: Profile) => ({
      rows,
      pairs,
      columns: columns.map((each) => ({
        ...each,
        spikes: [],
        ...("registers" in each || "bins" in each ? { distinct: null } : {}),
      })),
    });
    expect(additive(merged)).toEqual(additive(whole));
    expect(merged.duplicateRows).toBeNull();
  });
});

describe("a frame that is chosen from a sample", () => {
  // More rows than the sample, and more different values than are counted one by one.
  const MANY = `SELECT CASE WHEN i % 10 < 3 THEN 0 ELSE (hash(i) >> 12) / 1000 END AS x FROM range(200000) t(i)`;

  it("has a bin for a value that a third of the rows have, though equal rows are sampled together or not at all", async () => {
    const { frame, bins, distinct } = columnOf(await profileOf(MANY), "numeric", "x");
    expect(frame.values).toEqual([0]);
    expect(bins[frame.edges.indexOf(0)]).toBe(60_000);
    expect(distinct).toBeNull();
    const largest = Math.max(...bins.filter((_, index) => frame.edges[index] !== 0));
    expect(largest).toBeLessThan(2 * (140_000 / 256));
  });

  it("gives every bin the exact count, limits included", async () => {
    const { frame, bins, min, max } = columnOf(await profileOf(MANY), "numeric", "x");
    const rows = await test.engine.query(MANY);
    const expected = bins.map(() => 0);
    for (const { x } of rows) {
      const bin = frame.edges.findIndex((edge) => Number(x) <= edge);
      expected[bin === -1 ? bins.length - 1 : bin]! += 1;
    }
    expect(bins).toEqual(expected);
    expect([bins[0], bins[1], bins.at(-1)]).toEqual([0, 0, 0]);
    expect([frame.edges.includes(Number(min)), frame.edges.includes(Number(max))]).toEqual([true, true]);
  });

  it("finds which columns belong together where every row has many copies", async () => {
    const query = "SELECT i % 2 AS a, (i // 2) % 2 AS b, i % 2 = 0 AS c FROM range(300000) t(i)";
    const { pairs } = await profileOf(query);
    expect(pairs.map(({ x, y, counts }) => [x.column, y.column, counts])).toEqual([
      ["a", "c", [0, 150_000, 150_000, 0]],
    ]);
  });
});
