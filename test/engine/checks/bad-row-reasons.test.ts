import { afterAll, expect, it } from "vitest";
import type { Demand } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { contractOf, parquetOf } from "./open-test-data.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const length = (min?: number, max?: number): Demand => ({ kind: "length", column: "x", min, max });
const type = (logicalType: "integer" | "number" | "date" | "array"): Demand => ({
  kind: "type",
  column: "x",
  logicalType,
  physicalType: undefined,
});
const range = (min: number, max: number): Demand => ({
  kind: "range",
  column: "x",
  min: { value: min, exclusive: false },
  max: { value: max, exclusive: true },
});

it.each<[reason: string, value: string, demand: Demand]>([
  ["has 18 characters; at most 16 are allowed", "'eighteen letters!!'", length(undefined, 16)],
  ["has 2 characters; at most 1 is allowed", "'🦊🦊'", length(undefined, 1)],
  ["has 1 character; at least 3 are needed", "'a'", length(3)],
  ["has 0 characters; at least 1 is needed", "''", length(1)],
  ["has 4 characters; exactly 3 are needed", "'ABCD'", length(3, 3)],
  ["has 1,200 characters; between 2 and 1,000 are allowed", "repeat('a', 1200)", length(2, 1000)],
  ["has 3 elements; at most 2 are allowed", "[1, 2, 3]", length(undefined, 2)],
  ["is null", "NULL::VARCHAR", { kind: "not-null", column: "x" }],
  ["is not a multiple of 5", "7", { kind: "multiple-of", column: "x", divisor: 5 }],
  ["is not at least 0 and less than 5", "5", range(0, 5)],
  ["is not an integer", "1.5::DOUBLE", type("integer")],
  ["is not a date", "TIMESTAMP '2024-01-01 10:00:00'", type("date")],
  ["does not have the format email", "'me'", { kind: "format", column: "x", format: "email" }],
  ["does not match the pattern", "'me'", { kind: "pattern", column: "x", pattern: "^you$" }],
  ["is not one of the allowed values", "'me'", { kind: "values", column: "x", allowed: ["you"] }],
])("%s", async (reason, value, demand) => {
  const source = await parquetOf(opened.engine, opened.folder, `SELECT ${value} AS x`);
  const { badRows } = await checkContract(opened.engine, source, contractOf([demand]), { now: "2026-01-01T00:00:00Z" });
  expect(badRows.map((row) => row.reason)).toEqual([reason]);
});
