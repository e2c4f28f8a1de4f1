import { afterAll, describe, expect, it } from "vitest";
import { Check } from "../../../src/core/dataset/check.ts";
import type { Demand } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteIdentifier, quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { contractOf, csvOf, parquetOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const NOW = "2026-11-25T12:00:00Z";
const select = (sql: string): Promise<DataSource> => parquetOf(engine, folder, sql);

async function check(source: DataSource, demands: readonly Demand[], columns: readonly string[] = []) {
  const result = await checkContract(engine, source, contractOf(demands, columns), { now: NOW });
  for (const one of result.checks) Check.parse(one);
  return result;
}

const notNull = (column: string): Demand => ({ kind: "not-null", column });
const unique = (...columns: string[]): Demand => ({ kind: "unique", columns, primaryKey: false });
const type = (column: string, logicalType: "integer" | "number" | "date" | "boolean" | "string"): Demand => ({
  kind: "type",
  column,
  logicalType,
  physicalType: undefined,
});
const ages = (hours: number): Demand => ({ kind: "freshness", column: "t", maxAgeSeconds: hours * 3600 });

/** One demand of every kind about a column. */
const EVERY: (column: string) => readonly Demand[] = (column) => {
  const bound = { operator: "mustBe", values: [0], unit: "rows" } as const;
  return [
    { kind: "column-present", column },
    type(column, "string"),
    notNull(column),
    unique(column),
    { kind: "values", column, allowed: ["a"] },
    { kind: "range", column, min: { value: 0, exclusive: false }, max: undefined },
    { kind: "multiple-of", column, divisor: 2 },
    { kind: "length", column, min: 1, max: 9 },
    { kind: "pattern", column, pattern: "a" },
    { kind: "format", column, format: "uuid" },
    { kind: "null-count", column, bound },
    { kind: "missing-count", column, missing: ["N/A"], bound },
    { kind: "invalid-count", column, allowed: ["a"], pattern: "a", bound },
    { kind: "duplicate-count", columns: [column], bound },
    { kind: "freshness", column, maxAgeSeconds: 1 },
  ];
};

describe("columns", () => {
  it("a column that the data lacks fails once; its other rules are not evaluated", async () => {
    const { checks } = await check(await select("SELECT 1 AS y"), EVERY("x"));
    expect(checks[0]).toMatchObject({ verdict: "fail", actual: "the data has no such column" });
    for (const one of checks.slice(1)) {
      expect(one).toMatchObject({ verdict: "not-evaluated", reason: 'The data has no column "x".' });
    }
  });

  it("a column that the contract does not name is told and not judged", async () => {
    const { checks } = await check(await select("SELECT 1 AS x, 2 AS y, 3 AS z"), [notNull("x")], ["x"]);
    expect(checks[1]).toMatchObject({
      rule: "extra-columns",
      severity: "info",
      verdict: "pass",
      actual: "2 columns: y, z",
    });
  });

  it("a name in another case is found, and told", async () => {
    const { checks } = await check(await select("SELECT 1 AS Delay"), [
      { kind: "column-present", column: "delay" },
      notNull("delay"),
    ]);
    expect(checks).toMatchObject([{ verdict: "pass", actual: 'there, in another case: "Delay"' }, { verdict: "pass" }]);
  });

  it.each([
    "🦊",
    "a|b",
    'quo"te',
    "it's",
    "a b",
    "SELECT",
    "x); DROP TABLE x; --",
    "$" + "{table}",
    "naïve",
    " ",
    "a\nb",
    "v0",
    "row",
  ])("the name %j", async (name) => {
    const source = await select(`SELECT * FROM (VALUES ('a'), (NULL), ('a')) t(${quoteIdentifier(name)})`);
    const { checks, badRows } = await check(source, [notNull(name), unique(name)]);
    expect(checks.map(({ failing }) => failing)).toEqual([
      { rows: 1, of: 3 },
      { rows: 2, of: 2 },
    ]);
    expect(badRows.map(({ row, column }) => [row, column])).toEqual([
      [1, name],
      [2, name],
      [3, name],
    ]);
  });

  it("1,000 columns with three rules each", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `c${String(index)}`);
    const source = await select(
      `SELECT ${names.map((name, index) => `${String(index)} AS ${name}`).join(", ")} FROM range(10)`,
    );
    const { checks } = await check(
      source,
      names.flatMap((name) => [
        notNull(name),
        type(name, "integer"),
        { kind: "range", column: name, min: undefined, max: { value: 500, exclusive: false } },
      ]),
    );
    expect(checks.filter(({ verdict }) => verdict === "fail")).toHaveLength(499);
  });
});

describe("rows", () => {
  it.each([
    "VARCHAR",
    "BIGINT",
    "DOUBLE",
    "DATE",
    "TIMESTAMP",
    "BOOLEAN",
    "INTEGER[]",
    "STRUCT(a INTEGER)",
    "BLOB",
    "UUID",
    "TIME",
  ])("no rows of %s: rules about rows hold", async (sql) => {
    const { checks, badRows } = await check(
      await select(`SELECT NULL::${sql} AS x WHERE false`),
      EVERY("x").filter(({ kind }) => kind !== "type" && kind !== "freshness"),
    );
    expect(checks.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(badRows).toEqual([]);
    for (const { failing } of checks) if (failing !== undefined) expect(failing).toEqual({ rows: 0, of: 0 });
  });

  it("how many rows there have to be is a rule of its own", async () => {
    const demand: Demand = { kind: "row-count", bound: { operator: "mustBeGreaterThan", values: [0], unit: "rows" } };
    expect((await check(await select("SELECT 1 AS x WHERE false"), [demand])).checks).toMatchObject([
      { verdict: "fail", actual: "0 rows" },
    ]);
  });

  it("nulls only", async () => {
    const { checks } = await check(await select("SELECT NULL::INTEGER AS x FROM range(3)"), EVERY("x"));
    const failed = checks.filter(({ verdict }) => verdict === "fail").map(({ rule }) => rule);
    expect(failed).toEqual(["not-null", "null-count", "missing-count"]);
  });

  it("10,000 allowed values", async () => {
    const allowed = Array.from({ length: 10_000 }, (_, index) => `name's ${String(index)}`);
    const source = await select("SELECT 'name''s ' || i AS x FROM range(9998, 10003) t(i)");
    const { checks } = await check(source, [{ kind: "values", column: "x", allowed }]);
    expect(checks[0]?.failing).toEqual({ rows: 3, of: 5 });
  });

  it.each<[title: string, newest: string, hours: number, verdict: string, actual: string]>([
    ["young enough", "TIMESTAMP '2026-11-25 10:00:00'", 3, "pass", "the newest is 2 h old"],
    ["too old", "TIMESTAMP '2026-11-25 10:00:00'", 1, "fail", "the newest is 2 h old"],
    ["from the future", "TIMESTAMP '2026-11-25 13:00:00'", 1, "pass", "the newest is 1 h ahead"],
    ["a day", "DATE '2026-11-24'", 36, "pass", "the newest is 1 d 12 h old"],
    ["as text", "'2026-11-25T12:00:00+02:00'", 3, "pass", "the newest is 2 h old"],
    ["no date at all", "NULL::TIMESTAMP", 3, "fail", "no date in any row"],
    ["infinity", "'infinity'::TIMESTAMP", 3, "fail", "no date in any row"],
  ])("freshness: %s", async (_, newest, hours, verdict, actual) => {
    expect((await check(await select(`SELECT ${newest} AS t`), [ages(hours)])).checks).toMatchObject([
      { verdict, actual },
    ]);
  });

  it.each(["(?=a)", "(a)\\1", "(?<!a)b", "[", "*"])(
    "the pattern %s is not one of RE2's: not evaluated",
    async (pattern) => {
      const { checks } = await check(await select("SELECT 'a' AS x"), [{ kind: "pattern", column: "x", pattern }]);
      expect(checks).toMatchObject([{ verdict: "not-evaluated", reason: expect.stringContaining("RE2") }]);
    },
  );

  it.each<[pattern: string, matching: readonly string[]]>([
    ["^a|b$", ["a", "ax", "xb", "a|b"]],
    ["^(a|b)$", ["a"]],
    ["^a\\$", []],
    ["^a\\|b$", ["a|b"]],
    ["^[|]$", ["|"]],
    ["^(?i)A$", ["a"]],
    ["a", ["a", "ax", "a|b"]],
  ])("the pattern %s", async (pattern, matching) => {
    const all = ["a", "ax", "xb", "a|b", "|"];
    const source = await select(`SELECT unnest([${all.map(quoteLiteral).join(", ")}]) AS x`);
    const { badRows } = await check(source, [{ kind: "pattern", column: "x", pattern }]);
    expect(badRows.map(({ value }) => value)).toEqual(all.filter((value) => !matching.includes(value)));
  });
});

describe("a text file", () => {
  const source = csvOf(
    folder,
    {
      id: ["1", "2", "2", "x", null],
      price: ["1.50", "1.5", "n/a", null, "3"],
      flag: ["true", "0", "no", "2", null],
      day: ["2024-01-01", "2024-02-30", "01/02/2024", null, "2024-03-01"],
    },
    { id: "integer", price: "numeric", flag: "categorical", day: "categorical" },
  );

  it("is judged by its values", async () => {
    const { checks, badRows } = await check(source, [
      type("id", "integer"),
      type("price", "number"),
      type("flag", "boolean"),
      type("day", "date"),
      type("id", "string"),
    ]);
    expect(checks.map(({ verdict, failing }) => `${verdict} ${String(failing?.rows)}/${String(failing?.of)}`)).toEqual([
      "fail 1/4",
      "fail 1/4",
      "fail 1/4",
      "fail 2/4",
      "pass 0/4",
    ]);
    expect(badRows).toContainEqual({
      row: 4,
      column: "id",
      rule: "flights.0",
      reason: "is not an integer",
      value: "x",
    });
  });

  it("what is no number is in no range, where no rule of the type says it", async () => {
    const range: Demand = { kind: "range", column: "price", min: { value: 0, exclusive: false }, max: undefined };
    expect((await check(source, [range])).checks[0]?.failing).toEqual({ rows: 1, of: 4 });
    expect((await check(source, [type("price", "number"), range])).checks[1]?.failing).toEqual({ rows: 0, of: 3 });
  });

  it("1.50 and 1.5 are one number", async () => {
    const { checks, badRows } = await check(source, [unique("price"), unique("id"), unique("id", "price")]);
    expect(checks.map(({ failing }) => failing)).toEqual([
      { rows: 2, of: 3 },
      { rows: 2, of: 3 },
      { rows: 0, of: 2 },
    ]);
    expect(badRows.map(({ row, rule }) => [row, rule])).toEqual([
      [1, "flights.0"],
      [2, "flights.0"],
      [2, "flights.1"],
      [3, "flights.1"],
    ]);
  });
});

describe("bad rows", () => {
  it("20 at most, the rules in turns, in the order of the file", async () => {
    const source = await select(
      "SELECT i AS x, CASE WHEN i = 900 THEN NULL ELSE 'v' || i END AS y, 1 AS z FROM range(1000) t(i)",
    );
    const demands: Demand[] = [
      { kind: "range", column: "x", min: { value: 5000, exclusive: false }, max: undefined },
      notNull("y"),
      unique("z"),
    ];
    const { badRows } = await check(source, demands);
    expect(badRows).toHaveLength(20);
    expect(badRows.filter(({ rule }) => rule === "flights.1")).toEqual([
      { row: 901, column: "y", rule: "flights.1", reason: "is null" },
    ]);
    expect(badRows.map(({ row }) => row)).toEqual(
      [...badRows.map(({ row }) => row)].sort((left, right) => left - right),
    );
  });

  it("none where none are wanted, and long values are cut", async () => {
    const source = await select("SELECT repeat('x', 5000) AS x");
    const demand: Demand = { kind: "length", column: "x", min: undefined, max: 10 };
    const none = await checkContract(engine, source, contractOf([demand]), { now: NOW, badRows: 0 });
    expect(none.badRows).toEqual([]);
    expect((await check(source, [demand])).badRows[0]?.value).toHaveLength(100);
  });

  it("no check holds a value of a row", async () => {
    const source = await select("SELECT 'hunter2' AS x UNION ALL SELECT 'hunter2'");
    const { checks } = await check(source, EVERY("x"));
    expect(JSON.stringify(checks)).not.toContain("hunter2");
  });
});

it("data that cannot be read any more is an error, not a verdict", async () => {
  const source = await select("SELECT 1 AS x");
  const { rmSync } = await import("node:fs");
  rmSync(source.files[0]?.path ?? "");
  await expect(check(source, [notNull("x")])).rejects.toMatchObject({ code: "DATA_UNREADABLE" });
});

it("a partitioned folder that was opened for real, with a rule in SQL", async () => {
  await engine.execute(
    `COPY (SELECT i AS id, i % 2 AS part FROM range(10) t(i)) TO ${quoteLiteral(`${folder}/parts`)} (FORMAT parquet, PARTITION_BY (part))`,
  );
  const source = await openData(engine, { name: "parts", paths: ["parts"], folder });
  const query = "SELECT count(*) FROM flights WHERE id > 7";
  const { checks } = await check(source, [
    unique("id"),
    { kind: "sql", column: undefined, query, bound: { operator: "mustBe", values: [2], unit: "rows" } },
  ]);
  expect(checks.map(({ verdict, reason }) => reason ?? verdict)).toEqual(["pass", "pass"]);
});
