import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { parquetSource, writeParquet } from "./parquet-source.ts";

// More rows than the sample has, than the first look takes, and than texts are hashed whatever is in them.
const ROWS = 130_000;
const TABLE = `SELECT i, hash(i) / 1e9 AS x, round((hash(i + 1) % 1000000) / 100, 2) AS price, hash(i + 2) % 50 AS code,
    ['red', 'green', 'blue'][1 + (hash(i + 3) % 3)::INTEGER] AS colour,
    'text ' || i AS unique_text, 'text ' || (hash(i + 4) % 40000) AS repeated_text
  FROM range(${String(ROWS)}) numbers(i)`;

let test: TestEngine;

beforeAll(async () => {
  test = await openTestEngine();
});

afterAll(() => test.close());

async function profileOf(paths: readonly string[], frame?: Profile): Promise<Profile> {
  const source = await parquetSource(test.engine, paths, { categories: ["colour"] });
  return profileData(test.engine, source, { frame });
}

describe("many rows", () => {
  it("as one file, as 16 shards and shuffled give the same bytes, on a new frame and on the same", async () => {
    const write = (name: string, query: string) => writeParquet(test.engine, test.folder, name, query);
    const whole = await profileOf([await write("whole.parquet", TABLE)]);
    const shards: string[] = [];
    for (let shard = 0; shard < 16; shard += 1) {
      shards.push(await write(`shard-${String(shard)}.parquet`, `${TABLE} WHERE i % 16 = ${String(shard)}`));
    }
    const shuffled = await write("shuffled.parquet", `SELECT * FROM (${TABLE}) ORDER BY hash(i * 7)`);
    const bytes = JSON.stringify(whole);
    expect(JSON.stringify(await profileOf(shards))).toBe(bytes);
    expect(JSON.stringify(await profileOf([shuffled]))).toBe(bytes);
    expect(JSON.stringify(await profileOf([shuffled], whole))).toBe(bytes);
    const registers = whole.columns.map((column) =>
      column.kind === "text" ? column.registers !== undefined : undefined,
    );
    expect(registers.slice(-2)).toEqual([false, true]);
    expect(whole.duplicateRows).toBe(0);
  }, 60_000);
});

describe("many columns", () => {
  const ROWS_OF_MANY = 200;
  it("1,000 of a CSV are read in little memory, and every value stays in its row and column", async () => {
    const columns = Array.from({ length: 1000 }, (_, column) => `c${String(column)}`);
    const cell = (row: number, column: number) =>
      column % 4 === 3 ? `text ${String((row * column) % 997)}` : String((row * 31 + column) % (column + 2));
    const lines = Array.from({ length: ROWS_OF_MANY }, (_, row) =>
      columns.map((_, column) => cell(row, column)).join(","),
    );
    const path = join(test.folder, "many-columns.csv");
    writeFileSync(path, `${[columns.join(","), ...lines].join("\n")}\n`);
    const little = await openTestEngine({ memoryLimitMiB: 256 });
    try {
      const source = await openData(little.engine, { name: "many", paths: [path], folder: test.folder });
      const profile = await profileData(little.engine, source);
      expect(profile.columns.map(({ name }) => name)).toEqual(columns);
      for (const [index, column] of profile.columns.entries()) {
        const values = new Set(Array.from({ length: ROWS_OF_MANY }, (_, row) => cell(row, index)));
        expect([column.nulls, column.invalid, "distinct" in column ? column.distinct : undefined]).toEqual([
          0,
          0,
          values.size,
        ]);
      }
      expect(profile.duplicateRows).toBe(0);
    } finally {
      await little.close();
    }
  }, 120_000);
});
