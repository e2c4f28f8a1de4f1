import { afterAll, describe, expect, it } from "vitest";
import { areDifferent } from "../../src/engine/are-different.ts";
import { rememberAnswers } from "../../src/engine/ask-once.ts";
import { DUCKDB_DIALECT } from "../../src/engine/dialects/duckdb-dialect.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const ask = (select: string, engine = opened.engine) =>
  areDifferent(engine, DUCKDB_DIALECT, { relation: `(${select})`, number: "x" });

describe("whole numbers", () => {
  it.each([
    ["all different, far from zero", "SELECT 1000000000000 - i AS x FROM range(5000) t(i)", true, 5000],
    ["below zero", "SELECT i - 2500 AS x FROM range(5000) t(i)", true, 5000],
    ["of 128 bits", "SELECT i::HUGEINT AS x FROM range(5000) t(i)", true, 5000],
    ["with nulls, which are no numbers", "SELECT CASE WHEN i > 9 THEN i END AS x FROM range(20) t(i)", true, 10],
    ["one of them twice", "SELECT i AS x FROM range(5000) t(i) UNION ALL SELECT 17", false, 5001],
    ["more of them than there are between the limits", "SELECT i % 100 AS x FROM range(5000) t(i)", false, 5000],
    ["a single one", "SELECT 9223372036854775807 AS x", true, 1],
    ["no row at all", "SELECT 1 AS x WHERE false", true, 0],
    ["nothing but nulls", "SELECT NULL::BIGINT AS x FROM range(9)", true, 0],
  ])("%s", async (_, select, different, numbers) => {
    expect(await ask(select)).toEqual({ different, numbers });
  });

  it.each([
    ["too far apart", "SELECT i * 1000000 AS x FROM range(5000) t(i)"],
    ["beyond 2^53", "SELECT 9223372036854775807 - i AS x FROM range(50) t(i)"],
    ["in a type with fractions", "SELECT i::DOUBLE AS x FROM range(50) t(i)"],
    ["in texts", "SELECT i::VARCHAR AS x FROM range(50) t(i)"],
  ])("%s are not told apart", async (_, select) => {
    expect(await ask(select)).toBeUndefined();
  });
});

it("are counted once by an engine that remembers, and each time by every other", async () => {
  const { engine } = opened;
  let asked = 0;
  const counting = { ...engine, query: (sql: string) => engine.query(sql).finally(() => (asked += 1)) };
  const twice = async (of: typeof engine) => {
    asked = 0;
    await ask("SELECT 5 AS x FROM range(3)", of);
    await ask("SELECT 5 AS x FROM range(3)", of);
    return asked;
  };
  expect(await twice(counting)).toBe(4);
  expect(await twice(rememberAnswers(counting))).toBe(2);
});
