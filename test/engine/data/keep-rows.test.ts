import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { keepRows } from "../../../src/engine/data/keep-rows.ts";
import { openTestEngine } from "../open-test-engine.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const ROWS = 50_000;
const RELATION = `(SELECT CASE WHEN i % 10 = 0 THEN 'x' WHEN i % 7 = 0 THEN NULL ELSE i::VARCHAR END AS t, i FROM range(${String(ROWS)}) r(i))`;
const COLUMN = {
  value: "TRY_CAST(t AS BIGINT)",
  raw: "t",
  also: ({ value, raw }: { value: string; raw: string }) => `${value} IS NULL AND ${raw} = 'x'`,
};
const file = (bytes: number) => [{ name: "a.csv", path: "/a.csv", bytes }];

describe("rows that are kept", () => {
  it.each`
    where                          | columns | bytes
    ${"in a table"}                | ${1}    | ${1000}
    ${"in a file for each thread"} | ${1}    | ${1e9}
    ${"in files of a few columns"} | ${201}  | ${1000}
    ${"in files of many columns"}  | ${201}  | ${1e9}
  `("$where have every value, and tell what is null from what cannot be read", async ({ columns, bytes }) => {
    const wanted = Array.from({ length: columns }, () => COLUMN);
    const kept = await keepRows(opened.engine, RELATION, wanted, file(bytes));
    const [first, last] = [kept.columns[0]!, kept.columns.at(-1)!];
    const [counts] = await opened.engine.query(
      `SELECT count(*) AS n, count(${first.value}) AS valid, count(${last.raw}) AS raws, CAST(sum(${last.value}) AS BIGINT) AS total,
         count(CASE WHEN ${last.also ?? ""} THEN 1 END) AS odd, count(CASE WHEN ${first.value} <> ${last.value} THEN 1 END) AS apart
       FROM ${kept.relation}`,
    );
    const [expected] = await opened.engine.query(
      `SELECT count(*) AS n, count(TRY_CAST(t AS BIGINT)) AS valid, count(t) AS raws, CAST(sum(TRY_CAST(t AS BIGINT)) AS BIGINT) AS total,
         count(CASE WHEN t = 'x' THEN 1 END) AS odd, 0 AS apart FROM ${RELATION}`,
    );
    expect(counts).toEqual(expected);
    await kept.close();
    const left = bytes > 1000 || columns > 200 ? readdirSync(opened.engine.temporaryFolder) : [];
    expect([left, await opened.engine.query("SELECT table_name FROM duckdb_tables()")]).toEqual([[], []]);
  });

  it("of none are none", async () => {
    const kept = await keepRows(opened.engine, `(SELECT * FROM ${RELATION} LIMIT 0)`, [COLUMN], file(1e9));
    expect(await opened.engine.query(`SELECT count(*) AS n FROM ${kept.relation}`)).toEqual([{ n: 0 }]);
    await kept.close();
  });

  it("are removed where they cannot be read to their end", async () => {
    const broken = `(SELECT CASE WHEN i = 40000 THEN error('broken') ELSE 'x' END AS t FROM range(${String(ROWS)}) r(i))`;
    await expect(keepRows(opened.engine, broken, [COLUMN], file(1e9))).rejects.toThrow("broken");
    expect(readdirSync(opened.engine.temporaryFolder)).toEqual([]);
  });
});
