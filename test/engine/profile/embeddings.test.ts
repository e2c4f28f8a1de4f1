import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/dataset/merge-profiles.ts";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { columnOf } from "./column-of.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

/** Five numbers of a row that look like chance. */
const VECTOR = "[sin(r * 12.9), cos(r * 78.2), sin(r * 37.7 + 1), cos(r * 93.9), sin(r * 5.1)]";

let files = 0;

async function write(select: string, format = "parquet"): Promise<string> {
  files += 1;
  const name = `vectors-${String(files)}.${format === "json" ? "jsonl" : format}`;
  await opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(join(opened.folder, name))} (FORMAT ${format})`);
  return name;
}

async function profileOf(paths: readonly string[], frame?: Profile): Promise<Profile> {
  const source = await openData(opened.engine, { name: "vectors", paths, folder: opened.folder });
  return profileData(opened.engine, source, { frame });
}

const rows = (count: number, more = "") => `SELECT ${VECTOR} AS x FROM range(${String(count)}) AS t(r) ${more}`;

describe("embeddings", () => {
  it.each([
    ["lists of Parquet", "parquet", VECTOR],
    ["arrays of floats", "parquet", `CAST(${VECTOR} AS FLOAT[5])`],
    ["arrays of JSON", "json", VECTOR],
  ])("%s are found by their type and one length", async (_, format, vector) => {
    const profile = await profileOf([await write(`SELECT ${vector} AS x FROM range(400) AS t(r)`, format)]);
    const column = columnOf(profile, "embedding");
    expect([column.frame.dimensions, column.rows, column.nulls, column.invalid]).toEqual([5, 400, 0, 0]);
    expect(column.nearest.reduce((sum, count) => sum + count, 0)).toBe(400);
  });

  it.each([
    ["lists of many lengths", "list_transform(range(r % 7 + 1), lambda i: i / 2.0)"],
    ["lists of text", "['a', 'b']"],
    ["one and the same vector", "[1.0, 2.0]"],
  ])("%s are none", async (_, vector) => {
    expect((await profileOf([await write(`SELECT ${vector} AS x FROM range(100) AS t(r)`)])).columns[0]?.kind).toBe(
      "other",
    );
  });

  it("counts nulls, other lengths, and vectors with a number that is missing or not finite", async () => {
    const odd = `SELECT CASE r WHEN 0 THEN NULL WHEN 1 THEN [1.0] WHEN 2 THEN [1, 2, 3, 4, 'nan'::DOUBLE]
      WHEN 3 THEN [1, 2, NULL, 4, 5] WHEN 4 THEN ['inf'::DOUBLE, '-inf'::DOUBLE, 1, 1, 1] ELSE ${VECTOR} END AS x FROM range(400) AS t(r)`;
    const { nulls, invalid, rows: seen } = columnOf(await profileOf([await write(odd)]), "embedding");
    expect([nulls, invalid, seen]).toEqual([1, 4, 395]);
  });

  it("gives the same counts in any order of the rows, and they add up over parts", async () => {
    const all = await profileOf([await write(rows(600))]);
    expect(await profileOf([await write(rows(600, "ORDER BY hash(r)"))])).toEqual(all);
    const parts = [
      await profileOf([await write(rows(600, "WHERE r < 250"))], all),
      await profileOf([await write(rows(600, "WHERE r >= 250"))], all),
    ];
    expect(mergeProfiles(parts).columns).toEqual(all.columns);
  });
});
