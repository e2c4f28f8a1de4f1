import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { openFiles, valuesOf, writeFiles } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const WINDOW = { column: "at", start: "2026-11-19T03:17:00Z", end: "2026-11-26T03:17:00Z" };

/** Before, on the start, inside, on the end, after, and without a time. */
const TIMES = [
  "2026-11-19T03:16:59Z",
  "2026-11-19T03:17:00Z",
  "2026-11-26T03:16:59.999Z",
  "2026-11-26T03:17:00Z",
  "2026-12-01T00:00:00Z",
  undefined,
];
const csv = (separator = ",") =>
  ["id", ...TIMES.keys()]
    .map((id, index) => `${String(id)}${separator}${index === 0 ? "at" : (TIMES[index - 1] ?? "")}`)
    .join("\n");
const jsonl = TIMES.map((at, id) => JSON.stringify({ id, at: at ?? null })).join("\n");

const COUNTS = { kept: 2, before: 1, after: 2, timeless: 1 };

async function parquet(type: string, times: readonly (string | undefined)[] = TIMES) {
  const folder = writeFiles(opened, {});
  const rows = times.map((at, id) => `(${String(id)}, ${at === undefined ? "NULL" : `'${at}'`})`).join(", ");
  const select = `SELECT id, CAST("at" AS ${type}) AS "at" FROM (VALUES ${rows}) AS t(id, "at")`;
  await opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(join(folder, "a.parquet"))} (FORMAT parquet)`);
  return openData(opened.engine, { name: "flights", folder, paths: ["a.parquet"], window: WINDOW });
}

describe("the rows of a window", () => {
  it.each`
    format          | files
    ${"CSV"}        | ${{ "a.csv": csv() }}
    ${"semicolons"} | ${{ "a.csv": csv(";") }}
    ${"TSV"}        | ${{ "a.tsv": csv("\t") }}
    ${"gzip"}       | ${{ "a.csv.gz": gzipSync(csv()) }}
    ${"JSON lines"} | ${{ "a.jsonl": jsonl }}
    ${"two shards"} | ${{ "a.csv": csv().split("\n").slice(0, 3).join("\n"), "b.csv": ["id,at", ...csv().split("\n").slice(3)].join("\n") }}
  `("are those from its start to before its end: $format", async ({ files }) => {
    const source = await openFiles(opened, files, { window: WINDOW });
    expect(source.window).toEqual(COUNTS);
    expect((await valuesOf(opened, source)).map(({ c0 }) => c0)).toEqual(["1", "2"]);
  });

  it.each(["TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_MS", "TIMESTAMP_NS", "VARCHAR"])(
    "are found in Parquet by a %s",
    async (type) => {
      const source = await parquet(type);
      expect(source.window).toEqual(COUNTS);
      expect((await valuesOf(opened, source)).map(({ c0 }) => c0)).toEqual(["1", "2"]);
    },
  );

  it("are whole days where the column is a date", async () => {
    const source = await parquet("DATE", ["2026-11-19", "2026-11-20", "2026-11-26", "2026-11-27"]);
    expect(source.window).toEqual({ kept: 2, before: 1, after: 1, timeless: 0 });
  });

  it.each`
    at                             | kept
    ${"2026-11-26 03:16:59"}       | ${1}
    ${"2026-11-26 03:17"}          | ${0}
    ${"2026-11-26T04:16:59+01:00"} | ${1}
    ${"2026-11-26T04:17:00+01:00"} | ${0}
    ${"2026-11-25T22:17:00-05:00"} | ${0}
    ${"2026-11-25T22:16:59-05:00"} | ${1}
    ${"2026-11-26"}                | ${1}
    ${"20.11.2026"}                | ${1}
    ${"2026/11/19"}                | ${0}
  `("are told in UTC: $at", async ({ at, kept }: { at: string; kept: number }) => {
    // A second row, so that the window is never empty.
    const source = await openFiles(opened, { "a.csv": `at\n${at}\n2026-11-20T00:00:00Z\n` }, { window: WINDOW });
    expect(source.window?.kept).toBe(kept + 1);
  });

  it("alone decide what a column holds", async () => {
    const rows = "at,size\n2020-01-01T00:00:00Z,unknown\n2026-11-20T00:00:00Z,7\n";
    const source = await openFiles(opened, { "a.csv": rows }, { window: WINDOW });
    expect(source.columns.map(({ kind }) => kind)).toEqual(["timestamp", "integer"]);
  });

  it("can have a column whose name would end the statement", async () => {
    const column = 'at"); DROP TABLE x; --';
    const text = `"${column.replaceAll('"', '""')}"\n2026-11-20T00:00:00Z\n`;
    const source = await openFiles(opened, { "a.csv": text }, { window: { ...WINDOW, column } });
    expect(source.window?.kept).toBe(1);
  });
});

describe("a window that cannot be cut", () => {
  it.each`
    case                    | text                                                | said
    ${"no such column"}     | ${"att,b\n2026-11-20,1\n"}                          | ${'data has no column "at", by which the rows of the window are told'}
    ${"no row of the time"} | ${"at\n2026-01-01\n2027-01-01\n2028-01-01\nlong\n"} | ${"data has no row from 2026-11-19T03:17:00Z to 2026-11-26T03:17:00Z: 1 are earlier, 2 later, 1 without a time"}
    ${"no time at all"}     | ${"at\nlong\nago\n"}                                | ${'none of the 2 values of column "at" of data can be read as a time'}
    ${"seconds since 1970"} | ${"at\n1795662000\n"}                               | ${'none of the 1 values of column "at" of data can be read as a time'}
    ${"no row at all"}      | ${"at\n"}                                           | ${"0 are earlier, 0 later, 0 without a time"}
  `("says why: $case", async ({ text, said }: { text: string; said: string }) => {
    const opening = openFiles(opened, { "a.csv": text }, { window: WINDOW });
    await expect(opening).rejects.toMatchObject({ code: "DATA_UNREADABLE", message: expect.stringContaining(said) });
  });

  it("suggests the column that is meant", async () => {
    const opening = openFiles(opened, { "a.csv": "at,att\n1,2\n" }, { window: { ...WINDOW, column: "attt" } });
    await expect(opening).rejects.toMatchObject({ hint: expect.stringContaining('Did you mean "att"?') });
  });

  it("names the type of a column that holds no time", async () => {
    await expect(parquet("BIGINT", ["1", "2"])).rejects.toThrow('column "at" of flights holds BIGINT, not a time');
  });
});
