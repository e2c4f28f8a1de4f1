import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Demand } from "../../src/core/dataset/contract.ts";
import { checkContract } from "../../src/engine/checks/check-contract.ts";
import { openKnownData } from "../../src/engine/open-known-data.ts";
import { validateDataset } from "../../src/engine/validate-dataset.ts";
import { unconfiguredDataset } from "../../src/runner/datasets/choose-dataset.ts";
import { contractOf } from "./checks/open-test-data.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const NOW = "2026-01-01T00:00:00Z";
const bound = { operator: "mustBe", values: [0], unit: "rows" } as const;
const number = (value: number) => ({ value, exclusive: false });

/** Rules that a profile answers, that counted values answer, and that need the texts of the file. */
const DEMANDS: readonly Demand[] = [
  { kind: "unique", columns: ["id"], primaryKey: true },
  { kind: "unique", columns: ["word", "amount"], primaryKey: false },
  { kind: "duplicate-count", columns: ["id"], bound },
  { kind: "unique", columns: ["huge"], primaryKey: false },
  { kind: "not-null", column: "amount" },
  { kind: "type", column: "id", logicalType: "integer", physicalType: undefined },
  { kind: "range", column: "amount", min: number(0), max: number(40) },
  { kind: "range", column: "id", min: number(0), max: number(10) },
  { kind: "multiple-of", column: "id", divisor: 2 },
  { kind: "length", column: "word", min: 1, max: 3 },
  { kind: "length", column: "amount", min: 1, max: 3 },
  { kind: "pattern", column: "word", pattern: "^w" },
  { kind: "values", column: "word", allowed: ["w1", "w2"] },
  { kind: "missing-count", column: "amount", missing: [null, "?"], bound },
];

/** Ids with one unreadable, numbers with nulls and fractions, and whole numbers that no double tells apart. */
function writeRows(name: string, rows: number): void {
  const lines = Array.from({ length: rows }, (_, row) => {
    const amount = row % 10 === 3 ? "" : row % 10 === 4 ? "?" : (row % 50).toFixed(row % 3);
    return `${row === 5 ? "five" : String(row)},${amount},w${String(row % 7)},900719925474099${String(2 + (row % 3))}`;
  });
  writeFileSync(join(folder, name), ["id,amount,word,huge", ...lines, ""].join("\n"));
}

describe("a text file", () => {
  it("is judged by what was written down of it as it is by itself, and nothing of that stays behind", async () => {
    writeRows("rows.csv", 500);
    const data = { name: "rows", paths: ["rows.csv"], folder };
    const contract = contractOf(DEMANDS);
    const found = await validateDataset(engine, {
      data,
      plan: unconfiguredDataset("rows"),
      contract,
      reference: undefined,
      now: NOW,
      badRows: 20,
      openOther: () => Promise.reject(new Error("nothing else is opened")),
    });
    const source = await openKnownData(engine, data, { contract });
    const alone = await checkContract(engine, source, contract, { now: NOW, badRows: 20 });
    await source.takeKept?.()?.close();
    expect(found.checks).toEqual(alone.checks);
    expect(found.badRows).toEqual(alone.badRows);
    expect(new Set(found.checks.map(({ verdict }) => verdict))).toEqual(new Set(["pass", "fail"]));
    expect(await engine.query("SELECT table_name FROM duckdb_tables()")).toEqual([]);
    expect(existsSync(engine.temporaryFolder) ? readdirSync(engine.temporaryFolder) : []).toEqual([]);
  });

  it("is not parsed for rules that need no text of it", async () => {
    writeRows("good.csv", 5);
    const demands: Demand[] = [
      { kind: "unique", columns: ["id"], primaryKey: true },
      { kind: "length", column: "word", min: 1, max: 3 },
      { kind: "range", column: "id", min: number(0), max: number(4) },
    ];
    const during: string[] = [];
    let profiled = false;
    const query = (sql: string) => {
      if (profiled) during.push(sql);
      return engine.query(sql);
    };
    const { checks } = await validateDataset(
      { ...engine, query },
      {
        data: { name: "good", paths: ["good.csv"], folder },
        plan: unconfiguredDataset("good"),
        contract: contractOf(demands),
        reference: undefined,
        now: NOW,
        badRows: 0,
        openOther: () => Promise.reject(new Error("nothing else is opened")),
        onProgress: ({ done, total }) => {
          profiled = done === total;
        },
      },
    );
    expect(checks.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
    expect(during.length).toBeGreaterThan(0);
    expect(during.filter((sql) => sql.includes("good.csv"))).toEqual([]);
  });
});
