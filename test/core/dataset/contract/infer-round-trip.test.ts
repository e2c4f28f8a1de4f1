import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inferContract } from "../../../../src/core/dataset/contract/infer-contract.ts";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";
import { checkContract } from "../../../../src/engine/checks/check-contract.ts";
import { openKnownData } from "../../../../src/engine/open-known-data.ts";
import { quoteLiteral } from "../../../../src/engine/quote-sql.ts";
import { readBatch } from "../../../../src/engine/read-batch.ts";
import { openTestEngine } from "../../../engine/open-test-engine.ts";

const { engine, folder, close } = await openTestEngine();
afterAll(close);

const NOW = "2026-11-25T12:00:00Z";

const FORMATS = {
  parquet: "FORMAT parquet",
  csv: "FORMAT csv, HEADER",
  jsonl: "FORMAT json",
} as const;

/** Columns of every kind, and of the kinds that break inference: infinities, huge whole numbers, nulls, names with a colon. */
const COLUMNS = [
  "i AS order_id",
  "'row ' || i AS \"name: of # row\"",
  "(i * 7919) % 1500 - 60 AS delay",
  "(i * 37) % 101 / 100 AS late_probability",
  "i % 12 + 1 AS month",
  "(i % 3 = 0) AS flag",
  "['UA', 'DL', 'no', '1', ''][i % 5 + 1] AS carrier",
  "chr(65 + (i % 26)::INT) || chr(65 + (i % 25)::INT) || 'X' AS origin",
  "CASE WHEN i % 10 <> 0 THEN i % 7 END AS gaps",
  "CASE WHEN i = 5 THEN 'infinity'::DOUBLE ELSE i / 3 END AS unbounded",
  "CASE WHEN i = 5 THEN 'nan'::DOUBLE ELSE i / 3 END AS not_always",
  "9007199254740993 + i AS huge",
  "-1e-9 * i AS tiny",
  "DATE '2020-01-01' + i::INT AS day",
  "TIMESTAMP '1969-12-31 23:00:00' + to_minutes(i) AS moment",
  "md5(i::VARCHAR)::UUID::VARCHAR AS event_uuid",
  "NULL::VARCHAR AS nothing",
  "'constant' AS constant",
  "repeat('word ', (i % 40)::INT) AS prose",
  "(i % 100)::DECIMAL(10, 2) / 4 AS price",
  "'🙂|' || (i % 4) AS emoji",
  "lpad((i % 1000)::VARCHAR, 5, '0') AS postcode",
];

async function roundTrip(path: string) {
  const request = { name: "data", paths: [path], folder };
  const { profile } = await readBatch(engine, request, { shown: "all" });
  const yaml = inferContract(profile, { name: "data" });
  const parsed = parseContract(yaml);
  if ("issues" in parsed) throw new Error(`${JSON.stringify(parsed.issues)}\n${yaml}`);
  const [schema] = parsed.contract.schemas;
  if (schema === undefined) throw new Error("no table");
  const source = await openKnownData(engine, request, { contract: schema });
  const { checks } = await checkContract(engine, source, schema, { now: NOW });
  return { yaml, notes: parsed.contract.notes, checks };
}

describe("data keep the contract that was inferred from them", () => {
  it.each([
    ["parquet", 300],
    ["csv", 300],
    ["jsonl", 300],
    ["csv", 3],
  ] as const)("%s of %i rows", async (format, rows) => {
    const path = join(folder, `data.${format}`);
    // JSON knows neither NaN nor the infinities.
    const columns = format === "jsonl" ? COLUMNS.filter((column) => !/'infinity'|'nan'/.test(column)) : COLUMNS;
    const select = `SELECT ${columns.join(", ")} FROM range(${String(rows)}) t(i)`;
    await engine.execute(`COPY (${select}) TO ${quoteLiteral(path)} (${FORMATS[format]})`);
    const { notes, checks, yaml } = await roundTrip(path);
    rmSync(path);
    const broken = checks.filter(({ verdict }) => verdict !== "pass").map(({ title, actual }) => `${title}: ${actual}`);
    expect(broken, yaml).toEqual([]);
    expect(notes).toEqual([]);
    expect(checks.length).toBeGreaterThan(columns.length);
  });

  it("and a unit error, a vanished column and a new category do not", async () => {
    const path = join(folder, "flights.parquet");
    const write = (columns: string) =>
      engine.execute(`COPY (SELECT ${columns} FROM range(3000) t(i)) TO ${quoteLiteral(path)} (FORMAT parquet)`);
    await write("(i * 7919) % 1500 - 60 AS delay, ['UA', 'DL'][i % 2 + 1] AS carrier, i % 12 + 1 AS month");
    const { yaml } = await roundTrip(path);
    const parsed = parseContract(yaml);
    const schema = "contract" in parsed ? parsed.contract.schemas[0] : undefined;
    if (schema === undefined) throw new Error(yaml);
    await write("((i * 7919) % 1500 - 60) * 60 AS delay, ['UA', 'XX'][i % 2 + 1] AS carrier");
    const source = await openKnownData(engine, { name: "data", paths: [path], folder }, { contract: schema });
    const { checks } = await checkContract(engine, source, schema, { now: NOW });
    expect(checks.filter(({ verdict }) => verdict === "fail").map(({ id }) => id)).toEqual([
      "data.delay.range",
      "data.carrier.invalidValues",
      "data.month.present",
    ]);
  });
});
