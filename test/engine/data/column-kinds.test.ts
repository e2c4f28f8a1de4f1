import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteIdentifier, quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, toCsv } from "../open-test-engine.ts";
import { kindsOf, openFiles, valuesOf, writeFiles } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const range = (length: number) => Array.from({ length }, (_, index) => index);
const repeat = (values: readonly unknown[], times: number) => range(times).flatMap(() => values);

async function ofCsv(values: readonly unknown[], kinds?: Map<string, "integer" | "boolean" | "string">) {
  const csv = toCsv({ row: range(values.length), v: values });
  const source = await openFiles(opened, { "a.csv": csv }, kinds === undefined ? {} : { kinds });
  const read = (await valuesOf(opened, source)).map((row) => row["c1"]);
  return { kind: kindsOf(source)["v"], read };
}

describe("what the text of a CSV is", () => {
  it.each`
    values                                                                | kind             | read
    ${["1", "-2", "+3", " 4 ", ""]}                                       | ${"integer"}     | ${["1", "-2", "3", "4", null]}
    ${["9007199254740993", "-9223372036854775808"]}                       | ${"integer"}     | ${["9007199254740993", "-9223372036854775808"]}
    ${["1", "170141183460469231731687303715884105727"]}                   | ${"integer"}     | ${["1", "170141183460469231731687303715884105727"]}
    ${["007", "12"]}                                                      | ${"integer"}     | ${["7", "12"]}
    ${["1", "2.0"]}                                                       | ${"numeric"}     | ${[1, 2]}
    ${["1", "1e3", "-.5", "1e308", "-1e-300"]}                            | ${"numeric"}     | ${[1, 1000, -0.5, 1e308, -1e-300]}
    ${["1", "NaN", "inf", "-Infinity"]}                                   | ${"numeric"}     | ${[1, Number.NaN, Infinity, -Infinity]}
    ${["nan", "nan"]}                                                     | ${"numeric"}     | ${[Number.NaN, Number.NaN]}
    ${["true", "False", "TRUE", ""]}                                      | ${"boolean"}     | ${[true, false, true, null]}
    ${["t", "f", "t", "f"]}                                               | ${"categorical"} | ${["t", "f", "t", "f"]}
    ${["yes", "no"]}                                                      | ${"categorical"} | ${["yes", "no"]}
    ${["0", "1", "1"]}                                                    | ${"integer"}     | ${["0", "1", "1"]}
    ${["1969-12-31", "1900-01-01", "0001-01-01"]}                         | ${"timestamp"}   | ${[-86400, -2208988800, -62135596800]}
    ${["1969-12-31T23:59:59.5", "1970-01-01 00:00:01"]}                   | ${"timestamp"}   | ${[-0.5, 1]}
    ${["1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00Z"]}              | ${"timestamp"}   | ${[0, 0]}
    ${["1970-01-01 00:00:00-01", "1970/01/01 00:00:00"]}                  | ${"timestamp"}   | ${[3600, 0]}
    ${["31.12.1969", "01.01.1970 00:00:01", "31.12.1969T23:00:00+01:00"]} | ${"timestamp"}   | ${[-86400, 1, -7200]}
    ${["10.20.3000", "31.02.2024"]}                                       | ${"categorical"} | ${["10.20.3000", "31.02.2024"]}
    ${["2024", "2023"]}                                                   | ${"integer"}     | ${["2024", "2023"]}
    ${["1,5", "2,5"]}                                                     | ${"categorical"} | ${["1,5", "2,5"]}
    ${["1", "x", "2", "y"]}                                               | ${"categorical"} | ${["1", "x", "2", "y"]}
    ${["", "", ""]}                                                       | ${"categorical"} | ${[null, null, null]}
    ${["a", "NA", "null", "None"]}                                        | ${"categorical"} | ${["a", "NA", "null", "None"]}
    ${["2020-01-01", "10", "true"]}                                       | ${"categorical"} | ${["2020-01-01", "10", "true"]}
  `("$values is $kind", async ({ values, kind, read }) => {
    expect(await ofCsv(values)).toEqual({ kind, read });
  });

  it.each`
    case                    | good            | bad        | kind
    ${"95 % whole numbers"} | ${"7"}          | ${"x"}     | ${"integer"}
    ${"95 % numbers"}       | ${"7.5"}        | ${"?"}     | ${"numeric"}
    ${"95 % moments"}       | ${"2020-05-01"} | ${"soon"}  | ${"timestamp"}
    ${"95 % truth values"}  | ${"true"}       | ${"maybe"} | ${"boolean"}
  `("$case decide, one value less does not; the rest is invalid, not null", async ({ good, bad, kind }) => {
    const most = [...repeat([good], 95), ...repeat([bad], 5)];
    const source = await openFiles(opened, { "a.csv": toCsv({ row: range(100), v: most }) });
    expect(kindsOf(source)["v"]).toBe(kind);
    const { raw, value } = source.columns[1]!;
    const [counts] = await opened.engine.query(
      `SELECT count(${raw}) AS raw, count(${value}) AS v FROM ${source.relation}`,
    );
    expect(counts).toEqual({ raw: 100, v: 95 });
    expect((await ofCsv([...most.slice(1), bad])).kind).toBe("categorical");
  });

  it("a quoted empty field is null like an empty one", async () => {
    const source = await openFiles(opened, { "a.csv": 'a,b\n"",\n1,"x ""y"", z"\n' });
    expect(await valuesOf(opened, source)).toEqual([
      { c0: null, c1: null },
      { c0: "1", c1: 'x "y", z' },
    ]);
  });

  it("few repeated strings are categories, many or long ones are text", async () => {
    const rows = 30_000;
    const source = await openFiles(opened, {
      "a.csv": toCsv({
        country: range(rows).map((row) => `c${String(row % 200)}`),
        city: range(rows).map((row) => `city ${String(row % 10_000)}`),
        user: range(rows).map((row) => `user ${String(row % 10_001)}`),
        name: range(rows).map((row) => `name ${String(row)}`),
        note: range(rows).map((row) => `${"long ".repeat(50)}${String(row % 3)}`),
      }),
    });
    expect(kindsOf(source)).toEqual({
      country: "categorical",
      city: "categorical",
      user: "text",
      name: "text",
      note: "text",
    });
  });

  it("distinct values of many rows are estimated alike in any order", async () => {
    await opened.engine.execute(
      "CREATE TABLE many AS SELECT i AS row, 'id-' || i AS id, 'c-' || (i % 5000) AS code, md5(i::VARCHAR) AS key FROM range(120000) t(i)",
    );
    const folder = writeFiles(opened, {});
    for (const [name, order] of [
      ["up", "row"],
      ["shuffled", "key"],
    ] as const) {
      await opened.engine.execute(
        `COPY (SELECT id, code FROM many ORDER BY ${order}) TO ${quoteLiteral(join(folder, `${name}.csv`))}`,
      );
      const source = await openData(opened.engine, { name: "data", folder, paths: [`${name}.csv`] });
      expect(kindsOf(source)).toEqual({ id: "text", code: "categorical" });
    }
  });
});

describe("between semicolons a comma is the decimal point", () => {
  it.each`
    values                          | kind             | read
    ${["1,5", "-0,25", "2", "3.5"]} | ${"numeric"}     | ${[1.5, -0.25, 2, 3.5]}
    ${["1,0", "2,0"]}               | ${"numeric"}     | ${[1, 2]}
    ${["1", "2"]}                   | ${"integer"}     | ${["1", "2"]}
    ${["1.234,5", "2.345,5"]}       | ${"categorical"} | ${["1.234,5", "2.345,5"]}
    ${["1,234,567", "1,234,568"]}   | ${"categorical"} | ${["1,234,567", "1,234,568"]}
  `("$values is $kind", async ({ values, kind, read }) => {
    const csv = `row;v\n${values.map((value: string, row: number) => `${String(row)};${value}`).join("\n")}\n`;
    const source = await openFiles(opened, { "a.csv": csv });
    expect([kindsOf(source)["v"], (await valuesOf(opened, source)).map((row) => row["c1"])]).toEqual([kind, read]);
  });

  it("also where it is known that the column holds numbers, and where only late rows have one", async () => {
    const rows = [...repeat(["7"], 3000), "0,5"];
    const csv = `v;w\n${rows.map((value) => `${value};${value}`).join("\n")}\n`;
    const source = await openFiles(opened, { "a.csv": csv }, { kinds: new Map([["w", "numeric"]]) });
    expect(kindsOf(source)).toEqual({ v: "numeric", w: "numeric" });
    const [sums] = await opened.engine.query(
      `SELECT ${source.columns.map(({ name, value }) => `sum(${value}) AS ${name}`).join(", ")} FROM ${source.relation}`,
    );
    expect(sums).toEqual({ v: 21_000.5, w: 21_000.5 });
  });
});

describe("neither the order of rows nor the cut into files changes what is found", () => {
  // Each column looks like something else for thousands of rows.
  const size = 6000;
  const columns = {
    late_point: range(size).map((row) => (row === size - 1 ? "0.5" : String(row))),
    late_words: range(size).map((row) => (row < size / 2 ? String(row % 900) : `w${String(row % 7)}`)),
    early_words: range(size).map((row) => (row < 100 ? "none" : String(row))),
    late_values: range(size).map((row) => (row < size - 1 ? "" : "2020-01-01")),
    late_huge: range(size).map((row) => (row === size - 1 ? "9223372036854775808" : "1")),
    late_date: range(size).map((row) => (row < 2000 ? "unknown" : "2020-02-03")),
    early_date: range(size).map((row) => (row < 200 ? "unknown" : "2020-02-03")),
    numbers_first: range(size).map((row) => (row < 5800 ? `${String(row)}.5` : "x")),
  };
  const kinds = {
    late_point: "numeric",
    late_words: "categorical",
    early_words: "integer",
    late_values: "timestamp",
    late_huge: "integer",
    late_date: "categorical",
    early_date: "timestamp",
    numbers_first: "numeric",
  };
  const take = (rows: readonly number[]) =>
    toCsv(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, rows.map((row) => values[row])])));
  const rows = range(size);
  it.each([
    ["as written", { "a.csv": take(rows) }],
    ["backwards", { "a.csv": take(rows.toReversed()) }],
    ["shuffled", { "a.csv": take(rows.map((row) => (row * 2503) % size)) }],
    [
      "in 16 files",
      Object.fromEntries(range(16).map((at) => [`${String(at)}.csv`, take(rows.filter((row) => row % 16 === at))])),
    ],
  ])("%s", async (_, files) => {
    const source = await openFiles(opened, files);
    expect(kindsOf(source)).toEqual(kinds);
    expect(source.columns.map(({ type }) => type).join(" ")).toBe(
      "DOUBLE VARCHAR BIGINT TIMESTAMP BIGINT VARCHAR TIMESTAMP DOUBLE",
    );
    const [sums] = await opened.engine.query(
      `SELECT ${source.columns.map(({ name, value }) => `count(${value}) AS ${quoteIdentifier(name)}`).join(", ")} FROM ${source.relation}`,
    );
    expect(sums).toMatchObject({
      late_point: size,
      early_words: 5900,
      late_values: 1,
      early_date: 5800,
      numbers_first: 5800,
    });
  });
});

describe("kinds that are given", () => {
  it("win over what the values look like, and what does not fit is invalid", async () => {
    const given = await ofCsv(
      ["1", "2.5", "3.0", "15e-1", "1e3", "x", "9223372036854775808"],
      new Map([["v", "integer"]]),
    );
    expect(given).toEqual({ kind: "integer", read: ["1", null, "3", null, "1000", null, "9223372036854775808"] });
    expect(await ofCsv(["0", "1", "t", "no", "2"], new Map([["v", "boolean"]]))).toEqual({
      kind: "boolean",
      read: [false, true, true, false, null],
    });
  });

  it("`string` is categorical or text, whichever the values say", async () => {
    expect((await ofCsv(repeat(["01234", "99999"], 20), new Map([["v", "string"]]))).kind).toBe("categorical");
    expect((await ofCsv(range(50), new Map([["v", "string"]]))).kind).toBe("text");
  });

  it("make that a CSV is not read at all when it is opened", async () => {
    const kinds = new Map([["a", "integer"] as const, ["b", "text"] as const]);
    const source = await openFiles(opened, { "a.csv": "a,b\n1,2\n3\n" }, { kinds });
    await expect(opened.engine.query(`SELECT count(a) FROM ${source.relation}`)).rejects.toThrow(/Line: 3/);
  });
});

describe("what typed files hold", () => {
  it.each`
    sql                                               | kind             | type                                        | read
    ${"1::UTINYINT"}                                  | ${"integer"}     | ${"UTINYINT"}                               | ${"1"}
    ${"18446744073709551615::UBIGINT"}                | ${"integer"}     | ${"UBIGINT"}                                | ${"18446744073709551615"}
    ${"123456789012345678::DECIMAL(18,0)"}            | ${"integer"}     | ${"DECIMAL(18,0)"}                          | ${"123456789012345678"}
    ${"1.25::DECIMAL(9,2)"}                           | ${"numeric"}     | ${"DECIMAL(9,2)"}                           | ${1.25}
    ${"0.5::FLOAT"}                                   | ${"numeric"}     | ${"FLOAT"}                                  | ${0.5}
    ${"'nan'::DOUBLE"}                                | ${"numeric"}     | ${"DOUBLE"}                                 | ${Number.NaN}
    ${"TIME '10:00:01'"}                              | ${"numeric"}     | ${"TIME"}                                   | ${36001}
    ${"INTERVAL '90 minutes'"}                        | ${"numeric"}     | ${"INTERVAL"}                               | ${5400}
    ${"DATE '1900-01-01'"}                            | ${"timestamp"}   | ${"DATE"}                                   | ${-2208988800}
    ${"TIMESTAMP_NS '1969-12-31 23:59:59.5'"}         | ${"timestamp"}   | ${"TIMESTAMP_NS"}                           | ${-0.5}
    ${"TIMESTAMPTZ '1970-01-01 00:00:00+01'"}         | ${"timestamp"}   | ${"TIMESTAMP WITH TIME ZONE"}               | ${-3600}
    ${"true"}                                         | ${"boolean"}     | ${"BOOLEAN"}                                | ${true}
    ${"'1'"}                                          | ${"categorical"} | ${"VARCHAR"}                                | ${"1"}
    ${"'a'::ENUM('a', 'b')"}                          | ${"categorical"} | ${"VARCHAR"}                                | ${"a"}
    ${"'00000000-0000-4000-8000-000000000000'::UUID"} | ${"categorical"} | ${"UUID"}                                   | ${"00000000-0000-4000-8000-000000000000"}
    ${"[1, 2]"}                                       | ${"other"}       | ${"INTEGER[]"}                              | ${"[1, 2]"}
    ${"{'x': 1, 'y': {'z': 2}}"}                      | ${"other"}       | ${"STRUCT(x INTEGER, y STRUCT(z INTEGER))"} | ${"{'x': 1, 'y': {'z': 2}}"}
    ${"MAP {'k': 1}"}                                 | ${"other"}       | ${"MAP(VARCHAR, INTEGER)"}                  | ${"{k=1}"}
    ${"'x'::BLOB"}                                    | ${"other"}       | ${"BLOB"}                                   | ${"x"}
    ${"'[1]'::JSON"}                                  | ${"other"}       | ${"JSON"}                                   | ${"[1]"}
  `("Parquet: $sql is $kind", async ({ sql, kind, type, read }) => {
    const folder = writeFiles(opened, {});
    const path = quoteLiteral(join(folder, "a.parquet"));
    await opened.engine.execute(`COPY (SELECT ${sql} AS v, 1 AS w UNION ALL SELECT NULL, 2) TO ${path}`);
    const source = await openData(opened.engine, { name: "data", folder, paths: ["a.parquet"] });
    expect(source.columns[0]).toMatchObject({ name: "v", kind, type });
    expect(await valuesOf(opened, source)).toEqual([
      { c0: read, c1: "1" },
      { c0: null, c1: "2" },
    ]);
  });

  it("JSON lines: texts are texts, moments are found, keys of any line are columns", async () => {
    const lines = [
      { id: "1", at: "2020-01-01T00:00:00Z", n: 1, d: 0.5, ok: true, list: [1], deep: { x: 1 }, mixed: 1, big: 1 },
      { id: "2", at: "2020-01-01", n: 2, d: 1, ok: null, list: [], deep: null, mixed: "x", late: "y", nothing: null },
    ].map((line) => JSON.stringify(line));
    const source = await openFiles(opened, {
      "a.jsonl": `${lines.join("\n").replace('"big":1', '"big":12345678901234567890')}\n`,
    });
    expect(kindsOf(source)).toEqual({
      id: "categorical",
      at: "timestamp",
      n: "integer",
      d: "numeric",
      ok: "boolean",
      list: "other",
      deep: "other",
      mixed: "categorical",
      big: "integer",
      late: "categorical",
      nothing: "categorical",
    });
    const [first] = await valuesOf(opened, source);
    expect(first).toMatchObject({ c0: "1", c1: 1577836800, c2: "1", c7: "1", c8: "12345678901234567890", c9: null });
  });
});
