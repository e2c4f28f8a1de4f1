import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Profile } from "../../src/core/dataset/profile.ts";
import { profileBatches } from "../../src/engine/profile-batches.ts";
import { readBatch } from "../../src/engine/read-batch.ts";
import { openTestEngine } from "./open-test-engine.ts";
import { writeParquet } from "./profile/parquet-source.ts";

const test = await openTestEngine();
afterAll(() => test.close());

const request = (path: string) => ({ name: path, data: { name: path, paths: [path], folder: test.folder } });

/** Every kind that a profile has, with what is special about it, `batch` after `batch` a little different. */
const rows = (batch: number, count: number) => `SELECT i,
    CASE WHEN h % 11 = 0 THEN NULL WHEN h % 13 = 0 THEN 'NaN' WHEN h % 17 = 0 THEN 'Infinity'
      ELSE (hash(h) % 1000003) / 7 + ${String(batch)} END::DOUBLE AS x,
    CASE WHEN h % 3 = 0 THEN 0 WHEN h % 40 = 1 THEN ${String(100 + batch)} ELSE round((h % 100000) / 100, 2) END AS price,
    (h % 7 = 0) AS flag,
    TIMESTAMP '2024-12-01' + to_seconds(${String(batch * 86_400)} + (h % 86400)::INTEGER) AS at,
    ['red', 'green', ' Blue', 'blue', '', NULL, 'new ${String(batch)}'][1 + (h % 7)::INTEGER] AS colour,
    'text ' || h AS words, h % 5 AS code, (h % 5) * 2 AS twice, ${String(2n ** 61n)} + (h % 3)::HUGEINT AS huge, [i] AS list
  FROM (SELECT i, hash(i + ${String(batch * 1_000_003)}) % 1000000 AS h FROM range(1, ${String(count + 1)}) numbers(i))`;

const FORMATS = {
  parquet: "FORMAT parquet",
  csv: "FORMAT csv",
  jsonl: "FORMAT json",
} as const;

async function write(format: keyof typeof FORMATS, sizes: readonly number[], name: string): Promise<string[]> {
  mkdirSync(join(test.folder, name), { recursive: true });
  const paths: string[] = [];
  for (const [batch, size] of sizes.entries()) {
    const path = `${name}/b${String(batch)}.${format}`;
    const query = format === "parquet" ? rows(batch, size) : `SELECT * EXCLUDE (list) FROM (${rows(batch, size)})`;
    await test.engine.execute(`COPY (${query}) TO '${join(test.folder, path)}' (${FORMATS[format]})`);
    paths.push(path);
  }
  return paths;
}

/** Without the words of texts, in which as many are looked at as there is time for. */
const comparable = ({ columns, ...profile }: Profile) =>
  JSON.stringify({
    ...profile,
    columns: columns.map((column) => ("tokens" in column ? { ...column, tokens: undefined } : column)),
  });

describe("batches that are counted together", () => {
  it.each([
    ["parquet", [500, 1, 700, 0, 300]],
    ["csv", [400, 300, 1, 350]],
    ["jsonl", [300, 200, 250]],
    ["parquet", [30_000, 90_000, 40_000]],
  ] as const)(
    "of %s, of %j rows, have the counts that each has alone on their frame",
    async (format, sizes) => {
      const paths = await write(format, sizes, `${format}-${String(sizes.length)}-${String(sizes[0])}`);
      const profiles = await profileBatches(test.engine, { batches: paths.map(request), shown: "all" });
      expect(profiles.map((profile) => profile.rows)).toEqual(sizes);
      const [frame] = profiles;
      for (const [batch, profile] of profiles.entries()) {
        expect(Profile.parse(profile)).toEqual(profile);
        const data = request(paths[batch] ?? "").data;
        const alone = await readBatch(test.engine, data, { shown: "all", frame });
        if ((sizes[batch] ?? 0) > 1) expect(comparable(profile)).toBe(comparable(alone.profile));
      }
      const again = await profileBatches(test.engine, { batches: paths.map(request), shown: "all", frame });
      expect(again.map(comparable)).toEqual(profiles.map(comparable));
    },
    60_000,
  );

  it("stand on a frame that no order of the batches, of their rows or of their files changes", async () => {
    const paths = await write("parquet", [600, 500, 400], "ordered");
    const profiles = await profileBatches(test.engine, { batches: paths.map(request), shown: [] });
    const shuffled = paths.toReversed().map(request);
    const others = await profileBatches(test.engine, { batches: shuffled, shown: [] });
    expect(JSON.stringify(others.toReversed())).toBe(JSON.stringify(profiles));
    const shards: string[] = [];
    for (const shard of [0, 1, 2, 3]) {
      const query = `SELECT * FROM (${rows(0, 600)}) WHERE i % 4 = ${String(shard)} ORDER BY hash(i)`;
      shards.push(await writeParquet(test.engine, test.folder, `shard-${String(shard)}.parquet`, query));
    }
    const sharded = [
      { name: "0", data: { name: "0", paths: shards, folder: test.folder } },
      ...paths.slice(1).map(request),
    ];
    expect(JSON.stringify(await profileBatches(test.engine, { batches: sharded, shown: [] }))).toBe(
      JSON.stringify(profiles),
    );
  });
});

describe("batches that differ", () => {
  const csv = (name: string, lines: readonly string[]) => {
    writeFileSync(join(test.folder, name), `${lines.join("\n")}\n`);
    return request(name);
  };
  const kinds = (profiles: readonly Profile[]) =>
    profiles.map(({ columns }) => columns.map(({ name, kind }) => `${name} ${kind}`));
  const numbers = (values: readonly unknown[]) => [
    "a,b",
    ...values.map((value, row) => `${String(row)},${String(value)}`),
  ];

  it("have a column as what it is over all of them: empty, whole and broken numbers are one kind", async () => {
    const profiles = await profileBatches(test.engine, {
      batches: [csv("1.csv", numbers([1, 2, 3])), csv("2.csv", numbers(["", ""])), csv("3.csv", numbers([1.5, 2.5]))],
      shown: [],
    });
    expect(kinds(profiles)).toEqual(Array.from({ length: 3 }, () => ["a integer", "b numeric"]));
    expect(profiles.map(({ columns }) => columns[1]?.nulls)).toEqual([0, 2, 0]);
  });

  it("are not read as words because one of them is broken", async () => {
    const good = [1, 2, 3].map((batch) => csv(`good-${String(batch)}.csv`, numbers([batch, 2, 30, 40])));
    const broken = csv("broken.csv", numbers(["soon", "never", "often", 7, "soon", "late"]));
    const profiles = await profileBatches(test.engine, { batches: [broken, ...good], shown: [] });
    expect(kinds(profiles)).toEqual(Array.from({ length: 4 }, () => ["a integer", "b integer"]));
    expect(profiles.map(({ columns }) => columns[1]?.invalid)).toEqual([5, 0, 0, 0]);
  });

  it("may lack columns that others have", async () => {
    const profiles = await profileBatches(test.engine, {
      batches: [csv("4.csv", ["a", "1"]), csv("5.csv", ["b,a", "x,2"])],
      shown: [],
    });
    expect(kinds(profiles)).toEqual([["a integer"], ["a integer", "b categorical"]]);
  });

  it("may have a column as numbers and as text where their files say so, and nulls are of no kind", async () => {
    const make = async (name: string, query: string) =>
      request(await writeParquet(test.engine, test.folder, name, query));
    const profiles = await profileBatches(test.engine, {
      batches: [
        await make("n1.parquet", "SELECT 1 AS a, 1::DOUBLE AS b FROM range(5)"),
        await make("n2.parquet", "SELECT 'word' AS a, 2::INTEGER AS b FROM range(5)"),
        await make("n3.parquet", "SELECT NULL::INTEGER AS a, 3::DECIMAL(9, 2) AS b FROM range(5)"),
        await make("n4.parquet", "SELECT 'other' AS a, NULL::DOUBLE AS b FROM range(5)"),
      ],
      shown: "all",
    });
    expect(kinds(profiles)).toEqual([
      ["a integer", "b numeric"],
      ["b numeric", "a categorical"],
      ["b numeric", "a categorical"],
      ["b numeric", "a categorical"],
    ]);
    expect(profiles[2]?.columns[1]).toMatchObject({ nulls: 5, invalid: 0, counts: [0, 0] });
  });

  it("may be of several formats", async () => {
    writeFileSync(join(test.folder, "m.jsonl"), '{"a":1,"b":"x"}\n{"a":2.5,"b":"y"}\n');
    const profiles = await profileBatches(test.engine, {
      batches: [
        request(await writeParquet(test.engine, test.folder, "m.parquet", "SELECT 1::BIGINT AS a, '007' AS b")),
        csv("m.csv", ["a,b", "3,007"]),
        request("m.jsonl"),
      ],
      shown: "all",
    });
    expect(kinds(profiles)).toEqual(Array.from({ length: 3 }, () => ["a numeric", "b categorical"]));
    expect(profiles[1]?.columns[1]).toMatchObject({ counts: [1, 0, 0] });
  });

  it("are named where one cannot be read", async () => {
    const read = profileBatches(test.engine, { batches: [csv("6.csv", ["a", "1"]), request("gone.csv")], shown: [] });
    await expect(read).rejects.toMatchObject({ code: "DATA_UNREADABLE", message: expect.stringContaining("gone.csv") });
    writeFileSync(join(test.folder, "broken.parquet"), "PAR1 this is none");
    const broken = profileBatches(test.engine, {
      batches: [csv("6.csv", ["a", "1"]), request("broken.parquet")],
      shown: [],
    });
    await expect(broken).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining("broken.parquet"),
    });
  });
});
