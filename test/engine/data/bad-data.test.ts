import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { explainDataError } from "../../../src/engine/data/explain-data-error.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, toCsv } from "../open-test-engine.ts";
import { kindsOf, openFiles, valuesOf, writeFiles } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const latin = (text: string) => Buffer.from(text, "latin1");
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");

async function rowsOf({ relation }: DataSource): Promise<unknown> {
  const [row] = await opened.engine.query(`SELECT count(*) AS rows FROM ${relation}`);
  return row?.["rows"];
}

describe("a file that cannot be read says where and what to do", () => {
  it.each`
    case                         | name           | content                                                           | message
    ${"too few fields"}          | ${"a.csv"}     | ${"a,b\n1,2\n3\n4,5\n"}                                           | ${"a.csv: line 3 has 1 columns, the header has 2"}
    ${"too many fields"}         | ${"a.csv"}     | ${"a,b\n1,2\n3,4,5\n"}                                            | ${"a.csv: line 3 has 3 columns, the header has 2"}
    ${"a quote left open"}       | ${"a.csv"}     | ${'a,b\n1,"2\n3,4\n'}                                             | ${"a.csv: line 2 opens a double quote that is never closed"}
    ${"mixed line ends"}         | ${"a.csv"}     | ${"a,b\r\n1,2\n3,4\r\n"}                                          | ${"a.csv: lines end in different ways"}
    ${"Latin-1 in a row"}        | ${"a.csv"}     | ${latin("a,b\n1,x\n2,caf\xe9\n")}                                 | ${"a.csv: line 3 is not UTF-8"}
    ${"two encodings"}           | ${"a.csv"}     | ${Buffer.concat([Buffer.from("a\nété\n"), latin("\xe9t\xe9\n")])} | ${"a.csv: line 3 is not UTF-8"}
    ${"UTF-16"}                  | ${"a.csv"}     | ${utf16("a,b\n1,2\n")}                                            | ${"a.csv is UTF-16, not text in UTF-8"}
    ${"UTF-16 without a BOM"}    | ${"a.csv"}     | ${utf16("a,b\n1,2\n").subarray(2)}                                | ${"a.csv is a binary file or UTF-16"}
    ${"a column twice"}          | ${"a.csv"}     | ${"a,b,a\n1,2,3\n"}                                               | ${'a.csv: names the column "a" twice'}
    ${"a column twice but case"} | ${"a.csv"}     | ${"Age,age\n1,2\n"}                                               | ${'a.csv: the columns "Age" and "age" differ in upper and lower case only'}
    ${"a column without a name"} | ${"a.csv"}     | ${",a\n0,1\n"}                                                    | ${"a.csv: a column has no name"}
    ${"gzip without its ending"} | ${"a.csv"}     | ${gzipSync("a\n1\n")}                                             | ${"a.csv is compressed with gzip, which its name does not say"}
    ${"gzip that is cut off"}    | ${"a.csv.gz"}  | ${gzipSync("a\n1\n").subarray(0, 12)}                             | ${"a.csv.gz cannot be unpacked"}
    ${"gzip that is none"}       | ${"a.csv.gz"}  | ${"a\n1\n"}                                                       | ${"a.csv.gz cannot be unpacked"}
    ${"Parquet named CSV"}       | ${"a.csv"}     | ${"PAR1...."}                                                     | ${"a.csv is Parquet, which its name does not say"}
    ${"a broken line of JSON"}   | ${"a.jsonl"}   | ${'{"a":1}\n{"a":\n{"a":3}\n'}                                    | ${"a.jsonl: line 2 is not JSON"}
    ${"a list in JSON"}          | ${"a.jsonl"}   | ${'{"a":1}\n[1]\n'}                                               | ${"a.jsonl: row 2 is no object but ARRAY"}
    ${"JSON with a BOM"}         | ${"a.jsonl"}   | ${'\uFEFF{"a":1}\n'}                                              | ${"a.jsonl begins with a byte order mark"}
    ${"JSON in Latin-1"}         | ${"a.jsonl"}   | ${latin('{"a":1}\n{"a":"\xe9"}\n')}                               | ${"a.jsonl: line 2 is not JSON: invalid UTF-8"}
    ${"keys twice but case"}     | ${"a.jsonl"}   | ${'{"a":1}\n{"A":2}\n'}                                           | ${'a.jsonl: the columns "A" and "a" differ'}
    ${"objects without keys"}    | ${"a.jsonl"}   | ${"{}\n{}\n"}                                                     | ${"a.jsonl: no column"}
    ${"no Parquet"}              | ${"a.parquet"} | ${"PAR1 and then nothing of the kind"}                            | ${"a.parquet: is not a complete Parquet file"}
    ${"hardly any Parquet"}      | ${"a.parquet"} | ${"PAR1"}                                                         | ${"a.parquet: is not a complete Parquet file"}
  `("$case", async ({ name, content, message }) => {
    await expect(openFiles(opened, { [name]: content })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/[.)]$/),
    });
  });

  it("a broken row in the last megabyte of a large CSV, in the second file", async () => {
    const good = `${"1,abcdefghijklmnopqrstuvwxyz\n".repeat(400_000)}`;
    const bad = `id,word\n${good}2,x,y\n${"1,a\n".repeat(1000)}`;
    await expect(openFiles(opened, { "a.csv": "id,word\n1,a\n", "b.csv": bad })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: "b.csv: line 400002 has 3 columns, the header has 2",
    });
  });

  it("the same where the kinds are known, from the statement that meets it", async () => {
    const kinds = new Map([["id", "integer"] as const, ["word", "text"] as const]);
    const source = await openFiles(opened, { "a.csv": "id,word\n1,a\n2\n" }, { kinds });
    const failed = await opened.engine
      .query(`SELECT max(word) FROM ${source.relation}`)
      .catch((error: unknown) => error);
    expect(explainDataError(failed, source)).toMatchObject({
      code: "DATA_UNREADABLE",
      message: "a.csv: line 3 has 1 columns, the header has 2",
    });
  });

  it.each([0.1, 0.5, 0.9, 0.999])("Parquet of which %s was written", async (share) => {
    const folder = writeFiles(opened, {});
    const whole = join(folder, "whole.parquet");
    await opened.engine.execute(`COPY (SELECT i, i / 7 AS x FROM range(20000) t(i)) TO ${quoteLiteral(whole)}`);
    const bytes = readFileSync(whole);
    writeFileSync(join(folder, "cut.parquet"), bytes.subarray(0, Math.floor(bytes.length * share)));
    await expect(openData(opened.engine, { name: "d", folder, paths: ["cut.parquet"] })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: "cut.parquet: is not a complete Parquet file",
    });
  });

  it("Parquet shards of other columns, and the one that is to blame", async () => {
    const folder = writeFiles(opened, {});
    const write = (name: string, select: string) =>
      opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(join(folder, name))} (FORMAT parquet)`);
    await write("a.parquet", "SELECT 1 AS id, {'x': 1, 'y': 2} AS deep");
    await write("b.parquet", "SELECT {'x': 1, 'y': 2} AS deep, 2 AS id, 'new' AS extra");
    await expect(openData(opened.engine, { name: "d", folder, paths: ["."] })).rejects.toMatchObject({
      message: 'a.parquet has no column "extra", b.parquet has it',
    });
  });
});

describe("data that looks odd is read right", () => {
  it("a header alone has no rows", async () => {
    const source = await openFiles(opened, { "a.csv": "id,place\n" });
    expect(kindsOf(source)).toEqual({ id: "categorical", place: "categorical" });
    expect(await rowsOf(source)).toBe(0);
  });

  it("one row", async () => {
    const source = await openFiles(opened, { "a.csv": "id,place,x\n1,north,0.5" });
    expect(kindsOf(source)).toEqual({ id: "integer", place: "categorical", x: "numeric" });
  });

  it("Parquet without rows", async () => {
    const folder = writeFiles(opened, {});
    const path = quoteLiteral(join(folder, "a.parquet"));
    await opened.engine.execute(`COPY (SELECT 1 AS id, 'x' AS word LIMIT 0) TO ${path} (FORMAT parquet)`);
    const source = await openData(opened.engine, { name: "d", folder, paths: ["a.parquet"] });
    expect(kindsOf(source)).toEqual({ id: "integer", word: "categorical" });
    expect(await rowsOf(source)).toBe(0);
  });

  it("an empty line in a column by itself is a null, between rows of several columns it is none", async () => {
    expect(await rowsOf(await openFiles(opened, { "a.csv": "id\n1\n\n2\n" }))).toBe(3);
    expect(await rowsOf(await openFiles(opened, { "a.csv": "id,x\n1,1\n\n2,2\n" }))).toBe(2);
  });

  it("Parquet shards in another order and with wider types lose nothing", async () => {
    const folder = writeFiles(opened, {});
    const write = (name: string, select: string) =>
      opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(join(folder, name))} (FORMAT parquet)`);
    await write("a.parquet", "SELECT 1::TINYINT AS id, 2.5::DECIMAL(2,1) AS x");
    await write("b.parquet", "SELECT 3.25::DOUBLE AS x, 5000000000 AS id");
    const source = await openData(opened.engine, { name: "d", folder, paths: ["*.parquet"] });
    expect(await valuesOf(opened, source)).toEqual([
      { c0: "1", c1: 2.5 },
      { c0: "5000000000", c1: 3.25 },
    ]);
  });

  const NAMES = ["a|b`c", "🦆", "été", 'say "x"', "it's", "a.b", "x; DROP TABLE y", "SELECT", "a\nb", " ", "a,b", "%s"];
  it.each(NAMES.filter((name) => name.trim() !== ""))("a column named %j", async (name) => {
    const csv = toCsv({ [name]: ["1", "2"], other: ["x", "y"] });
    const source = await openFiles(opened, { "a.csv": csv });
    expect(kindsOf(source)).toEqual({ [name]: "integer", other: "categorical" });
    expect((await valuesOf(opened, source)).map((row) => row["c0"])).toEqual(["1", "2"]);
    const json = await openFiles(opened, { "a.jsonl": `${JSON.stringify({ [name]: 1, other: "x" })}\n` });
    expect(kindsOf(json)).toEqual({ [name]: "integer", other: "categorical" });
  });

  it("a thousand columns", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `c${String(index)}`);
    const csv = `${names.join(",")}\n${names.map((_, index) => (index % 2 === 0 ? "1.5" : "x")).join(",")}\n`;
    const source = await openFiles(opened, { "a.csv": csv });
    expect(source.columns.filter(({ kind }) => kind === "numeric")).toHaveLength(500);
  });
});
