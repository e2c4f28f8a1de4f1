import { appendFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { kindsOf, openFiles, valuesOf, writeFiles } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const CSV = "id,place\n1,north\n2,south\n";

async function parquet(folder: string, name: string, select: string): Promise<void> {
  await opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(join(folder, name))} (FORMAT parquet)`);
}

describe("the same rows are the same data", () => {
  it.each`
    format            | files
    ${"CSV"}          | ${{ "a.csv": CSV }}
    ${"TSV"}          | ${{ "a.tsv": CSV.replaceAll(",", "\t") }}
    ${"semicolons"}   | ${{ "a.csv": CSV.replaceAll(",", ";") }}
    ${"CRLF"}         | ${{ "a.csv": CSV.replaceAll("\n", "\r\n") }}
    ${"no last line"} | ${{ "a.csv": CSV.trimEnd() }}
    ${"a BOM"}        | ${{ "a.csv": `\uFEFF${CSV}` }}
    ${"gzip"}         | ${{ "a.csv.gz": gzipSync(CSV) }}
    ${"an old name"}  | ${{ "a.CSV": CSV }}
    ${"two shards"}   | ${{ "a.csv": "id,place\n1,north\n", "b.csv": "id,place\n2,south\n" }}
    ${"JSON lines"}   | ${{ "a.jsonl": '{"id":1,"place":"north"}\n{"place":"south","id":2}\n' }}
    ${"ndjson, gzip"} | ${{ "a.ndjson.gz": gzipSync('{"id":1,"place":"north"}\n{"id":2,"place":"south"}') }}
  `("in $format", async ({ files }) => {
    const source = await openFiles(opened, files);
    expect(source.columns.map(({ name, type, kind }) => [name, type, kind])).toEqual([
      ["id", "BIGINT", "integer"],
      ["place", "VARCHAR", "categorical"],
    ]);
    expect(await valuesOf(opened, source)).toEqual([
      { c0: "1", c1: "north" },
      { c0: "2", c1: "south" },
    ]);
    await source.verifyUnchanged();
  });

  it("says whether reading it again means parsing it", async () => {
    const folder = writeFiles(opened, { "a.csv": CSV });
    await parquet(folder, "a.parquet", "SELECT 1 AS id");
    const open = (path: string) => openData(opened.engine, { name: "data", folder, paths: [path] });
    expect(await open("a.csv")).toMatchObject({ format: "csv", parsed: true, files: [{ name: "a.csv", bytes: 25 }] });
    expect(await open("a.parquet")).toMatchObject({ format: "parquet", parsed: false });
  });
});

describe("paths", () => {
  it.each`
    case                            | paths                     | names
    ${"one file"}                   | ${["d/a.csv"]}            | ${["d/a.csv"]}
    ${"a folder"}                   | ${["d"]}                  | ${["d/a.csv", "d/b.csv", "d/deep/c.csv"]}
    ${"a folder with a slash"}      | ${["./d/"]}               | ${["d/a.csv", "d/b.csv", "d/deep/c.csv"]}
    ${"a glob"}                     | ${["d/*.csv"]}            | ${["d/a.csv", "d/b.csv"]}
    ${"a glob over folders"}        | ${["**/[bc].csv"]}        | ${["d/b.csv", "d/deep/c.csv"]}
    ${"braces"}                     | ${["d/{a,b}.csv"]}        | ${["d/a.csv", "d/b.csv"]}
    ${"several, each file once"}    | ${["d/b.csv", "d/*.csv"]} | ${["d/b.csv", "d/a.csv"]}
    ${"files of other kinds aside"} | ${["d/*"]}                | ${["d/a.csv", "d/b.csv"]}
  `("$case", async ({ paths, names }) => {
    const files = { "d/a.csv": CSV, "d/b.csv": CSV, "d/deep/c.csv": CSV, "d/README.md": "x", "d/_SUCCESS": "" };
    const source = await openFiles(opened, { ...files, "d/.a.csv.crc": "x", "d/_temporary/e.csv": "x" }, { paths });
    expect(source.files.map(({ name }) => name)).toEqual(names);
  });

  it("a format of the configuration is believed where names say nothing", async () => {
    const source = await openFiles(opened, { "d/part-0": CSV, "d/part-1": CSV }, { paths: ["d"], format: "csv" });
    expect(source.files).toHaveLength(2);
  });

  it("absolute paths and links to files are read", async () => {
    const folder = writeFiles(opened, { "a.csv": CSV });
    symlinkSync(join(folder, "a.csv"), join(folder, "b.csv"));
    const source = await openData(opened.engine, { name: "d", folder: "/", paths: [join(folder, "*.csv")] });
    expect(source.files.map(({ name }) => name)).toEqual([join(folder, "a.csv"), join(folder, "b.csv")]);
  });

  const ODD = ["it's.csv", 'say "x".csv', "a[b]c.csv", "star*.csv", "what?.csv", "a b.csv", "été-🦆.csv", "{a,b}.csv"];
  it.each([...ODD, "'); DROP TABLE x; --.csv", "a=b.csv", "100%.csv", "back\\slash.csv"])(
    "attack: a file named %s is read, and no other",
    async (name) => {
      const other = { "starry.csv": "id\n9\n", "whats.csv": "id\n9\n", "abc.csv": "id\n9\n", "a.csv": "id\n9\n" };
      const source = await openFiles(opened, { ...other, [name]: "id\n1\n" }, { paths: [name] });
      expect(await valuesOf(opened, source)).toEqual([{ c0: "1" }]);
    },
  );

  it.each`
    case                        | files                                         | paths                 | message
    ${"no such file"}           | ${{}}                                         | ${["train.csv"]}      | ${"train.csv does not exist"}
    ${"no match"}               | ${{ "d/a.csv": CSV }}                         | ${["d/*.parquet"]}    | ${"nothing matches d/*.parquet"}
    ${"one of two"}             | ${{ "a.csv": CSV }}                           | ${["a.csv", "b.csv"]} | ${"b.csv does not exist"}
    ${"no data in the folder"}  | ${{ "d/notes.txt": "x" }}                     | ${["d"]}              | ${"d holds no file of data, only d/notes.txt"}
    ${"another kind of file"}   | ${{ "a.xlsx": "x" }}                          | ${["a.xlsx"]}         | ${"a.xlsx is not a kind of file"}
    ${"zipped Parquet"}         | ${{ "a.parquet.gz": "x" }}                    | ${["a.parquet.gz"]}   | ${"a.parquet.gz is not a kind of file"}
    ${"two formats"}            | ${{ "d/a.csv": CSV, "d/b.jsonl": "{}" }}      | ${["d"]}              | ${"d/a.csv is csv, but d/b.jsonl is jsonl"}
    ${"no path"}                | ${{}}                                         | ${[]}                 | ${"no path of data is given"}
    ${"Arrow"}                  | ${{ "a.arrow": "ARROW1" }}                    | ${["a.arrow"]}        | ${"a.arrow is Arrow IPC"}
    ${"an empty file"}          | ${{ "a.csv": "" }}                            | ${["a.csv"]}          | ${"a.csv is empty"}
    ${"an empty shard"}         | ${{ "a.csv": CSV, "b.csv": "" }}              | ${["*.csv"]}          | ${"b.csv is empty"}
    ${"partitions that differ"} | ${{ "y=1/a.csv": CSV, "z=1/a.csv": CSV }}     | ${["."]}              | ${"has other partitions (y) than z=1/a.csv (z)"}
    ${"a partition in a file"}  | ${{ "id=1/a.csv": CSV }}                      | ${["."]}              | ${'the column "id" stands in the file and'}
    ${"a shard less a column"}  | ${{ "a.csv": CSV, "b.csv": "id\n1\n" }}       | ${["*.csv"]}          | ${'column 2 of b.csv is nothing, of a.csv "place"'}
    ${"a shard more"}           | ${{ "a.csv": "id\n1\n", "b.csv": CSV }}       | ${["*.csv"]}          | ${'column 2 of b.csv is "place", of a.csv nothing'}
    ${"shards in other order"}  | ${{ "a.csv": CSV, "b.csv": "place,id\nx,1" }} | ${["*.csv"]}          | ${'column 1 of b.csv is "place", of a.csv "id"'}
    ${"shards of two dialects"} | ${{ "a.csv": CSV, "b.csv": "id;place\n1;x" }} | ${["*.csv"]}          | ${'b.csv separates its columns by ";", a.csv by ","'}
  `("refused with the way out: $case", async ({ files, paths, message }) => {
    await expect(openFiles(opened, files, { paths })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/[.)?]$/),
    });
  });

  it.each`
    name           | content           | message                                        | hint
    ${"a.json"}    | ${'[{"id":1}]'}   | ${"a.json is not a kind of file"}              | ${"one object a line"}
    ${"d/a.json"}  | ${'[{"id":1}]'}   | ${"d/a.json is not a kind of file"}            | ${"one object a line"}
    ${"a.jsonl"}   | ${' [\n{"id":1}'} | ${"a.jsonl is a JSON array, not one object a"} | ${"one object a line"}
    ${"a.csv"}     | ${""}             | ${"a.csv is empty"}                            | ${"must have a header"}
    ${"a.jsonl"}   | ${""}             | ${"a.jsonl is empty"}                          | ${"must have an object"}
    ${"a.parquet"} | ${""}             | ${"a.parquet is empty"}                        | ${"cut off while it was written"}
  `("$name with $content: the way out is that of its format", async ({ name, content, message, hint }) => {
    await expect(openFiles(opened, { [name]: content })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it("a path that is missing is told without saying where it is called from", async () => {
    const refused = await openFiles(opened, {}, { paths: ["train.csv"] }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ hint: expect.stringContaining("in a job, and in the current one at a terminal") });
  });

  it.each([["https://user:secret@127.0.0.1:9/a.parquet?X-Amz-Signature=secret"], ["s3://bucket/a.csv"]])(
    "%s without the engine's extension is refused with the way out, and no key is told",
    async (address) => {
      const engine = { ...opened.engine, execute: () => Promise.reject(new Error("no connection")) };
      const refused = await openFiles({ ...opened, engine }, {}, { paths: [address] }).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: "DATA_UNREADABLE",
        message: expect.stringMatching(/^(https:..127.0.0.1:9.a.parquet|s3:..bucket.a.csv) cannot be read/),
        hint: expect.stringContaining("name the local path"),
      });
    },
  );

  it("an empty folder is refused", async () => {
    const folder = writeFiles(opened, {});
    await expect(openData(opened.engine, { name: "data", folder, paths: ["."] })).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining("has no files in it"),
    });
  });
});

describe("folders that name a column", () => {
  it("become columns of every row, below the path that is given", async () => {
    const source = await openFiles(
      opened,
      { "x=1/year=2023/at=a%20b/1.csv": "v\n1\n", "x=1/year=2024/at=__HIVE_DEFAULT_PARTITION__/1.csv": "v\n2\n" },
      { paths: ["x=1"] },
    );
    expect(kindsOf(source)).toEqual({ v: "integer", year: "integer", at: "categorical" });
    expect(await valuesOf(opened, source)).toEqual([
      { c0: "1", c1: "2023", c2: "a b" },
      { c0: "2", c1: "2024", c2: null },
    ]);
  });

  it("also of Parquet and JSON lines, by a glob", async () => {
    const folder = writeFiles(opened, { "year=2023/a.jsonl": '{"v":1}', "year=2024/a.jsonl": '{"v":2}' });
    await parquet(folder, "year=2023/a.parquet", "SELECT 1 AS v");
    for (const paths of [["year=*/a.jsonl"], ["year=*/*.parquet"]]) {
      const source = await openData(opened.engine, { name: "data", folder, paths });
      expect(kindsOf(source)).toEqual({ v: "integer", year: "integer" });
      expect((await valuesOf(opened, source))[0]).toEqual({ c0: "1", c1: "2023" });
    }
  });
});

describe("data that changes while it is read", () => {
  const change: Readonly<Record<string, (path: string) => void>> = {
    "grows by a line": (path: string) => appendFileSync(path, "3,east\n"),
    "is overwritten with as many bytes at the same time": (path: string) => {
      writeFileSync(path, CSV.replace("north", "NORTH"));
      utimesSync(path, 1, 1);
    },
    "is replaced by another file": (path: string) => {
      writeFileSync(`${path}.new`, CSV);
      renameSync(`${path}.new`, path);
    },
    "is removed": (path: string) => rmSync(path),
  };
  it.each(Object.entries(change))("%s", async (what, apply) => {
    const folder = writeFiles(opened, { "a.csv": CSV });
    utimesSync(join(folder, "a.csv"), 1, 1);
    const source = await openData(opened.engine, { name: "data", folder, paths: ["a.csv"] });
    await source.verifyUnchanged();
    apply(join(folder, "a.csv"));
    await expect(source.verifyUnchanged()).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: `a.csv ${what === "is removed" ? "was removed" : "changed"} while it was being read`,
    });
  });
});
