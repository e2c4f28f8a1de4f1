import { afterAll, describe, expect, it } from "vitest";
import type { Demand } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { contractOf, csvOf, parquetOf } from "./open-test-data.ts";

const opened = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const range = (column: string, min: number, max: number, exclusive = false): Demand => ({
  kind: "range",
  column,
  min: { value: min, exclusive },
  max: { value: max, exclusive },
});
const type = (column: string, logicalType: "integer" | "number"): Demand => ({
  kind: "type",
  column,
  logicalType,
  physicalType: undefined,
});
const unique = (...columns: string[]): Demand => ({ kind: "unique", columns, primaryKey: false });
const notNull = (column: string): Demand => ({ kind: "not-null", column });

const bound = { operator: "mustBe", values: [0], unit: "rows" } as const;

/** Verdicts with what was asked of the data for them. */
async function judge(source: DataSource, demands: readonly Demand[]) {
  const profile = await profileData(engine, source);
  const asked: string[] = [];
  const query = (sql: string) => {
    asked.push(sql);
    return engine.query(sql);
  };
  const options = { now: "2026-01-01T00:00:00Z", badRows: 0, profile };
  const { checks } = await checkContract({ ...engine, query }, source, contractOf(demands), options);
  return {
    verdicts: checks.map(({ verdict }) => verdict),
    asked: asked.filter((sql) => sql.includes(source.relation)),
  };
}

describe("rules about what the profile has counted", () => {
  it("are judged without another look at a text file", async () => {
    const columns = { id: ["1", "2", "3"], x: ["0.5", null, "2"], word: ["a", "b", "b"] };
    const source = csvOf(folder, columns, { id: "integer", x: "numeric" });
    const { verdicts, asked } = await judge(source, [
      notNull("id"),
      notNull("x"),
      { kind: "null-count", column: "x", bound: { ...bound, values: [1] } },
      { kind: "row-count", bound },
      type("id", "integer"),
      range("id", 1, 3),
      range("x", 0, 2.5, true),
    ]);
    expect(verdicts).toEqual(["pass", "fail", "pass", "fail", "pass", "pass", "pass"]);
    expect(asked).toEqual([]);
  });

  it("are judged without another look where a key is the whole row", async () => {
    const source = csvOf(folder, { a: ["x", "x", "y"], b: ["1", "2", "1"] }, {});
    const { verdicts, asked } = await judge(source, [
      unique("b", "a"),
      { kind: "duplicate-count", columns: ["a", "b"], bound },
    ]);
    expect(verdicts).toEqual(["pass", "pass"]);
    expect(asked).toEqual([]);
    const twice = csvOf(folder, { a: ["x", "x", "y"], b: ["1", "1", "1"] }, {});
    expect((await judge(twice, [unique("a", "b")])).verdicts).toEqual(["fail"]);
  });

  it.each([
    ["a value at a limit that does not belong to the range", "(0.0::DOUBLE), (1.0)", range("x", 0, 1, true), "fail"],
    ["a value at a limit that does", "(0.0::DOUBLE), (1.0)", range("x", 0, 1), "pass"],
    ["NaN among values within", "(0.5::DOUBLE), ('nan')", range("x", 0, 1), "fail"],
    ["an infinity among values within", "(0.5::DOUBLE), ('inf')", range("x", 0, 1), "fail"],
    ["a number that no double holds", "(1::BIGINT), (9007199254740993)", range("x", 0, 9007199254740992), "fail"],
    ["only nulls", "(NULL::DOUBLE)", range("x", 0, 1), "pass"],
    ["a row twice", "(1), (2), (1)", unique("x"), "fail"],
    ["a null twice", "(1), (NULL), (NULL)", unique("x"), "pass"],
  ])("are asked where it is not certain: %s", async (_, values, demand, verdict) => {
    const source = await parquetOf(engine, folder, `SELECT x FROM (VALUES ${values}) t(x)`);
    expect((await judge(source, [demand])).verdicts).toEqual([verdict]);
  });

  it("are asked of the data for values that the file has and that cannot be read", async () => {
    const source = csvOf(folder, { x: ["1", "2", "soon"] }, { x: "integer" });
    const { verdicts } = await judge(source, [range("x", 0, 5), type("x", "integer"), notNull("x")]);
    expect(verdicts).toEqual(["pass", "fail", "pass"]);
  });
});
