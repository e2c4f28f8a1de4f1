import { afterAll, describe, expect, it } from "vitest";
import type { Demand } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { contractOf, parquetOf } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

/** More hashes than are grouped at once. */
const ROWS = 1_200_000;

async function check(select: string, columns: readonly string[]) {
  const source = await parquetOf(opened.engine, opened.folder, select);
  const demand: Demand = { kind: "unique", columns, primaryKey: false };
  const found = await checkContract(opened.engine, source, contractOf([demand]), {
    now: "2026-01-01T00:00:00Z",
    badRows: 4,
  });
  return { check: found.checks[0], rows: found.badRows.map(({ row, value }) => [row, value]) };
}

describe("keys of more rows than are looked at together", () => {
  it("are found wherever their twins lie", async () => {
    const select = `SELECT 'k' || CASE WHEN i >= ${String(ROWS - 3)} THEN i - ${String(ROWS - 3)} ELSE i END AS x FROM range(${String(ROWS)}) t(i)`;
    const { check: found, rows } = await check(select, ["x"]);
    expect(found).toMatchObject({ verdict: "fail", failing: { rows: 6, of: ROWS } });
    expect(rows).toEqual([
      [1, "k0"],
      [2, "k1"],
      [3, "k2"],
      [ROWS - 2, "k0"],
    ]);
  });

  it("are unique where only a part of the key repeats, and where a part is missing", async () => {
    const select = `SELECT i % 1000 AS x, CASE WHEN i % 10 = 0 THEN NULL ELSE i // 1000 END AS y FROM range(${String(ROWS)}) t(i)`;
    const { check: found, rows } = await check(`${select} UNION ALL SELECT 0, NULL`, ["x", "y"]);
    expect(found).toMatchObject({ verdict: "pass", failing: { rows: 0, of: ROWS * 0.9 } });
    expect(rows).toEqual([]);
  });

  it("are all counted where every row has a twin", async () => {
    const select = `SELECT 'k' || i // 2 AS x FROM range(${String(ROWS)}) t(i)`;
    const { check: found, rows } = await check(select, ["x"]);
    expect(found).toMatchObject({ verdict: "fail", failing: { rows: ROWS, of: ROWS } });
    expect(found?.actual).toMatch(/^600,000 values in /);
    expect(rows).toHaveLength(4);
  });
});

it("keys of lists and structs are compared by what is in them", async () => {
  const select = "SELECT * FROM (VALUES ([1, 2], {'a': 1}), ([1, 2], {'a': 2}), ([1, 2], {'a': 2})) t(x, y)";
  const { check: found, rows } = await check(select, ["x", "y"]);
  expect(found).toMatchObject({ verdict: "fail", failing: { rows: 2, of: 3 } });
  expect(rows.map(([row]) => row)).toEqual([2, 3]);
});
