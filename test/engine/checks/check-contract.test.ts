import { afterAll, describe, expect, it } from "vitest";
import { Check } from "../../../src/core/dataset/check.ts";
import type { CountBound, Demand, RangeLimit } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { contractOf, csvOf, parquetOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
afterAll(() => opened.close());

const NOW = "2026-11-25T12:00:00Z";

async function check(source: DataSource, demands: readonly Demand[]) {
  const result = await checkContract(opened.engine, source, contractOf(demands), { now: NOW });
  for (const one of result.checks) Check.parse(one);
  // What a profile knows is not asked again, and changes nothing.
  const profile = await profileData(opened.engine, source);
  expect(await checkContract(opened.engine, source, contractOf(demands), { now: NOW, profile })).toEqual(result);
  return result;
}

async function checkOne(source: DataSource, demand: Demand) {
  const { checks, badRows } = await check(source, [demand]);
  const [first] = checks;
  if (first === undefined) throw new Error("no check");
  return { ...first, badRows };
}

/** One column `x` of a Parquet file. */
function column(values: string): Promise<DataSource> {
  return parquetOf(opened.engine, opened.folder, `SELECT x FROM (VALUES ${values}) t(x)`);
}

const at = (value: number | string, exclusive = false): RangeLimit => ({ value, exclusive });
const range = (min: RangeLimit | undefined, max: RangeLimit | undefined): Demand => ({
  kind: "range",
  column: "x",
  min,
  max,
});
const type = (logicalType: Extract<Demand, { kind: "type" }>["logicalType"], physicalType?: string): Demand => ({
  kind: "type",
  column: "x",
  logicalType,
  physicalType,
});
const values = (...allowed: string[]): Demand => ({ kind: "values", column: "x", allowed });
const pattern = (text: string): Demand => ({ kind: "pattern", column: "x", pattern: text });
const format = (text: string): Demand => ({ kind: "format", column: "x", format: text });
const unique: Demand = { kind: "unique", columns: ["x"], primaryKey: false };
const primaryKey: Demand = { kind: "unique", columns: ["x"], primaryKey: true };
const bound = (operator: CountBound["operator"], ...numbers: number[]): CountBound => ({
  operator,
  values: numbers,
  unit: "rows",
});
const percent = (operator: CountBound["operator"], ...numbers: number[]): CountBound => ({
  operator,
  values: numbers,
  unit: "percent",
});

describe("a rule about the rows of a Parquet file", () => {
  it.each<[title: string, rows: string, demand: Demand, verdict: string, failing: string]>([
    ["no null", "(1), (2)", { kind: "not-null", column: "x" }, "pass", "0/2"],
    ["a null", "(1), (NULL)", { kind: "not-null", column: "x" }, "fail", "1/2"],
    ["NaN is no null", "(1.5::DOUBLE), ('nan')", { kind: "not-null", column: "x" }, "pass", "0/2"],
    ["inside", "(1), (5)", range(at(1), at(5)), "pass", "0/2"],
    ["below and above", "(0), (3), (6)", range(at(1), at(5)), "fail", "2/3"],
    ["at a limit that does not belong to it", "(1), (3), (5)", range(at(1, true), at(5, true)), "fail", "2/3"],
    ["a null in a range", "(1), (NULL)", range(at(1), at(5)), "pass", "0/1"],
    ["a fraction as the limit of whole numbers", "(2), (3)", range(at(2.5), undefined), "fail", "1/2"],
    [
      "beyond 2^53, one too many",
      "(9007199254740993), (9007199254740992)",
      range(undefined, at("9007199254740992")),
      "fail",
      "1/2",
    ],
    [
      "the limits of 64 bits",
      "(9223372036854775807), (-9223372036854775808)",
      range(at("-9223372036854775808"), at("9223372036854775807")),
      "pass",
      "0/2",
    ],
    ["whole numbers below 1e308", "(9223372036854775807), (1)", range(undefined, at(1e308)), "pass", "0/2"],
    ["whole numbers above 1e308", "(9223372036854775807), (1)", range(at(1e308), undefined), "fail", "2/2"],
    ["1e308 itself", "(1e308::DOUBLE), (-1e308)", range(at(-1e308), at(1e308)), "pass", "0/2"],
    ["infinity", "(1.5::DOUBLE), ('inf')", range(undefined, at(1e308)), "fail", "1/2"],
    ["NaN is in no range", "(1.5::DOUBLE), ('nan')", range(at(0), undefined), "fail", "1/2"],
    ["decimals", "(0.1::DECIMAL(4,2)), (0.11)", range(undefined, at(0.1)), "fail", "1/2"],
    ["a day", "(DATE '2024-01-01'), ('2024-12-31')", range(at("2024-01-01"), at("2024-12-31")), "pass", "0/2"],
    ["a day before 1970", "(DATE '1969-12-31'), ('1970-01-01')", range(at("1970-01-01"), undefined), "fail", "1/2"],
    [
      "a timestamp in another zone",
      "(TIMESTAMP '2024-01-01 10:00:00'), ('2024-01-01 10:00:01')",
      range(undefined, at("2024-01-01T12:00:00+02:00")),
      "fail",
      "1/2",
    ],
    ["days as text", "('2024-01-01'), ('2025-01-01')", range(undefined, at("2024-12-31")), "fail", "1/2"],
    ["numbers as text", "('1'), ('7')", range(undefined, at(5)), "fail", "1/2"],
    ["multiples", "(10), (15), (12)", { kind: "multiple-of", column: "x", divisor: 5 }, "fail", "1/3"],
    [
      "multiples of a cent",
      "(0.07::DOUBLE), (1.1), (0.005)",
      { kind: "multiple-of", column: "x", divisor: 0.01 },
      "fail",
      "1/3",
    ],
    ["an allowed value", "('a'), ('b')", values("a", "b"), "pass", "0/2"],
    ["another value, and a null", "('a'), ('c'), (NULL)", values("a", "b"), "fail", "1/2"],
    ["allowed numbers", "(1), (2), (3)", values("1", "2.0"), "fail", "1/3"],
    [
      "allowed numbers beyond 2^53",
      "(9007199254740993), (9007199254740992)",
      values("9007199254740993"),
      "fail",
      "1/2",
    ],
    ["allowed fractions", "(0.5::DOUBLE), (0.25)", values("0.5"), "fail", "1/2"],
    ["allowed truth values", "(true), (false)", values("true"), "fail", "1/2"],
    ["allowed days", "(DATE '2024-01-01'), ('2024-01-02')", values("2024-01-01"), "fail", "1/2"],
    ["nothing allowed", "('a')", values(), "fail", "1/1"],
    [
      "lengths in characters",
      "('äö'), ('🦊'), ('abc')",
      { kind: "length", column: "x", min: 1, max: 2 },
      "fail",
      "1/3",
    ],
    ["an empty text", "(''), ('a')", { kind: "length", column: "x", min: 1, max: undefined }, "fail", "1/2"],
    ["a pattern somewhere in the value", "('abc'), ('xbx'), ('ac')", pattern("b"), "fail", "1/3"],
    ["a pattern for the whole value", "('AB1'), ('AB12')", pattern("^[A-Z]{2}\\d$"), "fail", "1/2"],
    ["a pattern with a named group and \\u", "('A'), ('B')", pattern("^(?<first>\\u0041)$"), "fail", "1/2"],
    ["a quote in a pattern", "('it''s')", pattern("t's"), "pass", "0/1"],
    ["unique", "(1), (2), (NULL), (NULL)", unique, "pass", "0/2"],
    ["not unique", "(1), (2), (2), (2)", unique, "fail", "3/4"],
    ["unique beyond 2^53", "(9007199254740993), (9007199254740992)", unique, "pass", "0/2"],
    ["twins beyond 2^53", "(9007199254740993), (9007199254740993), (1)", unique, "fail", "2/3"],
    ["unique numbers far apart", "(-9223372036854775808), (9223372036854775807)", unique, "pass", "0/2"],
    ["unique texts", "('a'), ('A'), ('a')", unique, "fail", "2/3"],
    ["a key with a null", "(1), (NULL), (2)", primaryKey, "fail", "1/3"],
    ["a key", "(1), (2)", primaryKey, "pass", "0/2"],
    ["few nulls", "(1), (NULL)", { kind: "null-count", column: "x", bound: bound("mustBeLessThan", 2) }, "pass", "1/2"],
    [
      "a share of nulls",
      "(1), (NULL)",
      { kind: "null-count", column: "x", bound: percent("mustBeLessThan", 50) },
      "fail",
      "1/2",
    ],
    [
      "missing texts",
      "('N/A'), (''), (NULL), ('a')",
      { kind: "missing-count", column: "x", missing: ["N/A", "", null], bound: bound("mustBe", 3) },
      "pass",
      "3/4",
    ],
    [
      "missing numbers",
      "(-999::DOUBLE), ('nan'), (1)",
      { kind: "missing-count", column: "x", missing: ["-999", "NaN"], bound: bound("mustBe", 0) },
      "fail",
      "2/3",
    ],
    [
      "invalid values",
      "('a'), ('x'), (NULL)",
      { kind: "invalid-count", column: "x", allowed: ["a"], pattern: undefined, bound: bound("mustBe", 0) },
      "fail",
      "1/3",
    ],
    [
      "invalid by pattern",
      "('a'), ('x'), (NULL)",
      { kind: "invalid-count", column: "x", allowed: undefined, pattern: "^a$", bound: bound("mustBeBetween", 1, 1) },
      "pass",
      "1/3",
    ],
    [
      "values that repeat",
      "(1), (1), (1), (2), (2), (3)",
      { kind: "duplicate-count", columns: ["x"], bound: bound("mustBeLessOrEqualTo", 2) },
      "pass",
      "5/6",
    ],
    [
      "too many values that repeat",
      "(1), (1), (2), (2)",
      { kind: "duplicate-count", columns: ["x"], bound: percent("mustBeLessThan", 50) },
      "fail",
      "4/4",
    ],
  ])("%s", async (_, rows, demand, verdict, failing) => {
    const { verdict: found, failing: counted, reason } = await checkOne(await column(rows), demand);
    expect([found, reason, `${String(counted?.rows)}/${String(counted?.of)}`]).toEqual([verdict, undefined, failing]);
  });
});

describe("the type of a column of a Parquet file", () => {
  it.each<[title: string, rows: string, demand: Demand, verdict: string]>([
    ["whole numbers are numbers", "(1), (2)", type("number"), "pass"],
    ["whole numbers", "(1::TINYINT), (2)", type("integer"), "pass"],
    ["doubles that are whole", "(1::DOUBLE), (NULL)", type("integer"), "pass"],
    ["a fraction", "(1.5::DOUBLE), (2)", type("integer"), "fail"],
    ["text is no number", "('1'), ('2')", type("number"), "fail"],
    ["numbers are no text", "(1)", type("string"), "fail"],
    ["text", "('1')", type("string"), "pass"],
    ["days", "(DATE '2024-01-01')", type("date"), "pass"],
    ["days as text", "('2024-01-01'), ('2024-02-29')", type("date"), "pass"],
    ["a day that does not exist", "('2024-01-01'), ('2023-02-29')", type("date"), "fail"],
    ["midnights", "(TIMESTAMP '1969-12-31 00:00:00')", type("date"), "pass"],
    ["a time of the day", "(TIMESTAMP '2024-01-01 00:00:01')", type("date"), "fail"],
    ["timestamps", "(TIMESTAMP '2024-01-01 00:00:01')", type("timestamp"), "pass"],
    ["days are no timestamps", "(DATE '2024-01-01')", type("timestamp"), "fail"],
    ["truth values", "(true)", type("boolean"), "pass"],
    ["0 and 1 are none", "(0), (1)", type("boolean"), "fail"],
    ["times", "(TIME '10:00:00')", type("time"), "pass"],
    ["a list", "([1, 2])", type("array"), "pass"],
    ["a struct", "({'a': 1})", type("object"), "pass"],
    ["JSON in a text", "('{\"a\": 1}')", type("object"), "pass"],
    ["no JSON in a text", "('{')", type("object"), "fail"],
    ["nulls of another type", "(NULL::INTEGER), (NULL)", type("string"), "pass"],
    ["a database's type", "('a')", type(undefined, "varchar(50)"), "pass"],
    ["another database's type", "(1.5::DECIMAL(10,2))", type(undefined, "NUMERIC(10, 2)"), "pass"],
    ["a database's type that does not fit", "(1)", type(undefined, "timestamp_tz"), "fail"],
    ["a type that no file has", "(1)", type(undefined, "geography"), "not-evaluated"],
  ])("%s", async (_, rows, demand, verdict) => {
    expect((await checkOne(await column(rows), demand)).verdict).toBe(verdict);
  });
});

describe("the format of a text", () => {
  it.each<[format: string, good: readonly string[], bad: readonly string[]]>([
    [
      "email",
      ["a@example.com", "first.last+tag@sub.example.co"],
      ["a@", "@example.com", "a b@example.com", "a@-x.com"],
    ],
    ["uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000", "x"]],
    ["uri", ["https://example.com/a?b=c#d", "urn:isbn:0451450523"], ["example.com", "http://a b"]],
    ["ipv4", ["127.0.0.1", "255.255.255.255"], ["256.0.0.1", "1.2.3", "01.2.3.4"]],
    [
      "ipv6",
      ["::1", "2001:db8::ff00:42:8329", "fe80::", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8"],
      ["1::2::3", ":::", "12345::", "1:2:3"],
    ],
    ["hostname", ["example.com", "localhost"], ["-a.com", "a..b", "a_b"]],
    ["yyyy-MM-dd", ["2024-02-29"], ["2023-02-29", "2024-2-1", "24-02-01", "2024-02-29T00:00:00"]],
    ["dd/MM/yyyy HH:mm", ["31/12/2024 23:59"], ["12/31/2024 23:59", "31/12/2024"]],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00+02:00"], ["2024-01-01 10:00:00Z"]],
    ["yyyy-MM-dd HH:mm:ss.SSS", ["2024-01-01 10:00:00.123"], ["2024-01-01 10:00:00"]],
    ["date-time", ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00.5+01:00"], ["2024-01-01", "2024-13-01T10:00:00Z"]],
    ["d MMM yyyy", ["1 Jan 2024"], ["1 Foo 2024"]],
  ])("%s", async (name, good, bad) => {
    const source = csvOf(opened.folder, { x: [...good, ...bad] }, { x: "text" });
    const found = await checkOne(source, format(name));
    expect(found.failing).toEqual({ rows: bad.length, of: good.length + bad.length });
    expect(found.badRows.map(({ value }) => value)).toEqual(bad);
  });

  it("one that is not known is not evaluated", async () => {
    const found = await checkOne(await column("('a')"), format("QQQ"));
    expect([found.verdict, found.reason]).toEqual([
      "not-evaluated",
      expect.stringContaining("not one that Pawl knows"),
    ]);
  });
});
