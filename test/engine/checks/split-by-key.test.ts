import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { DatasetChecks } from "../../../src/core/config/project-config.ts";
import { checkDataset } from "../../../src/engine/checks/check-dataset.ts";
import { splitByKey, sumRows } from "../../../src/engine/checks/dataset/split-by-key.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { countAt } from "../../../src/engine/engine.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { csvOf, parquetOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const leftovers = () => readdirSync(engine.temporaryFolder).filter((name) => name.startsWith("parts-"));

describe("rows in parts by their key", () => {
  it("every row is in one part, equal keys in the same, and nothing stays behind", async () => {
    const source = await parquetOf(engine, folder, "SELECT i % 500 AS id, i AS x FROM range(2000) t(i)");
    const { parts, close } = await splitByKey(engine, [{ source, key: ["v0"], others: ["v1"], numbered: true }], 300);
    expect(parts).toHaveLength(7);
    const counted = [];
    for (const [part] of parts) {
      counted.push(
        ...(await engine.query(
          `SELECT count(*) AS rows, count(DISTINCT k0) AS keys, sum(c0) AS x, sum(row) AS numbers FROM ${part ?? ""}`,
        )),
      );
    }
    expect(sumRows(counted)).toEqual({ rows: 2000, keys: 500, x: 1_999_000, numbers: 2_001_000 });
    expect(leftovers()).toHaveLength(1);
    close();
    expect(leftovers()).toEqual([]);
  });

  it("few rows are read where they lie", async () => {
    const source = await parquetOf(engine, folder, "SELECT i AS id FROM range(300) t(i)");
    const { parts } = await splitByKey(engine, [{ source, key: ["v0"] }], 300);
    expect(parts).toHaveLength(1);
    expect(parts.flat().join()).toContain(source.relation);
    expect(leftovers()).toEqual([]);
  });

  it("a side without rows has parts without rows", async () => {
    const full = await parquetOf(engine, folder, "SELECT i AS id FROM range(900) t(i)");
    const none = await parquetOf(engine, folder, "SELECT i AS id FROM range(0) t(i)");
    const sides = [
      { source: full, key: ["v0"] },
      { source: none, key: ["v0"] },
    ];
    const { parts, close } = await splitByKey(engine, sides, 300);
    for (const [left, right] of parts) {
      const [row = {}] = await engine.query(
        `SELECT count(a.k0) AS left, count(b.k0) AS right FROM ${left ?? ""} a FULL JOIN ${right ?? ""} b USING (k0)`,
      );
      expect([countAt(row, "left") > 0, row["right"]]).toEqual([true, 0]);
    }
    close();
  });

  it("whole numbers beyond 64 bits, and beyond what a double tells apart, keep every digit", async () => {
    const ids = ["170141183460469231731687303715884105727", "170141183460469231731687303715884105726", "-1", "7"];
    const source = csvOf(folder, { id: ids }, { id: "integer" });
    const { parts, close } = await splitByKey(engine, [{ source, key: ["v0"] }], 1);
    const found: unknown[] = [];
    for (const [part] of parts) {
      const rows = await engine.query(`SELECT typeof(k0) AS type, CAST(k0 AS VARCHAR) AS id FROM ${part ?? ""}`);
      found.push(...rows);
    }
    close();
    expect(parts).toHaveLength(4);
    expect(found.map((row) => JSON.stringify(row)).sort()).toEqual(
      ids.map((id) => JSON.stringify({ type: "HUGEINT", id })).sort(),
    );
  });

  it("what was written is removed where the data cannot be read to its end", async () => {
    const good = await parquetOf(engine, folder, "SELECT i AS id FROM range(900) t(i)");
    const sides = [
      { source: good, key: ["v0"] },
      { source: good, key: ["CAST(error('torn') AS BIGINT)"] },
    ];
    await expect(splitByKey(engine, sides, 300)).rejects.toThrow("torn");
    expect(leftovers()).toEqual([]);
  });
});

describe("more rows than one part has", () => {
  const rows = 1200;
  const checked = async (data: DataSource, other: DataSource, checks: unknown) => {
    const { checks: found, badRows } = await checkDataset(engine, {
      source: data,
      profile: { rows, duplicateRows: null, columns: [], pairs: [] },
      reference: undefined,
      plan: {
        name: "train",
        path: "train.parquet",
        key: "train",
        contract: undefined,
        workflow: "data.yml",
        label: "y",
        id: ["id"],
        time: undefined,
        showCategories: [],
        checks: DatasetChecks.parse(checks),
      },
      open: () => Promise.resolve(other),
      badRows: 3,
      rowsOfPart: 300,
    });
    return [...found.map(({ id, actual, reason }) => `${id}: ${reason ?? actual}`), ...badRows.map(({ row }) => row)];
  };
  const data = () =>
    parquetOf(engine, folder, `SELECT i AS id, i % 3 AS y, i // 2 AS x FROM range(${String(rows)}) t(i)`);

  it("labels, shares and differences are those of one part", async () => {
    const source = await data();
    const other = await parquetOf(
      engine,
      folder,
      `SELECT i AS id, i % 3 AS y, i // 2 + (i % 100 = 0)::INTEGER AS x FROM range(100, ${String(rows + 50)}) t(i)`,
    );
    expect(await checked(source, other, { "conflicting-labels": {} })).toEqual([
      "conflicting-labels: 1,200 of 1,200 rows (100 %), in 600 groups of equal rows",
    ]);
    expect(await checked(source, other, { skew: { with: "o" } })).toEqual([
      "skew: 1,100 rows joined; 100 only in this data, 50 only in the other",
      "skew.y: no difference",
      "skew.x: different in 11 of 1,100 rows (1 %)",
    ]);
    const test = { test: "t", "in-time-order": false };
    expect(await checked(source, other, { "train-test": test })).toEqual([
      "train-test-rows: 1,100 of 1,150 test rows (95.65 %)",
      "train-test-ids: 1,100 of 1,150 test ids (95.65 %)",
      1,
      2,
      3,
    ]);
    expect(leftovers()).toEqual([]);
  });

  it("ids in more than one row are counted over all parts", async () => {
    const other = await parquetOf(engine, folder, `SELECT i % 1000 AS id, 1 AS x FROM range(${String(rows)}) t(i)`);
    expect(await checked(await data(), other, { skew: { with: "o" } })).toEqual([
      "skew: 200 ids of data in more than one row: add a column to `id`.",
    ]);
  });
});
