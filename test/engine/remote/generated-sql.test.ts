import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import type { Row } from "../../../src/engine/engine.ts";
import { BIGQUERY_SQL } from "../../../src/engine/remote/bigquery-sql.ts";
import { profileTable, type TableProfile, type TableRequest } from "../../../src/engine/remote/profile-table.ts";
import type { RemoteSql } from "../../../src/engine/remote/remote-sql.ts";
import { SPARK_SQL } from "../../../src/engine/remote/spark-sql.ts";
import { TRINO_SQL } from "../../../src/engine/remote/trino-sql.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { writeParquet } from "../profile/parquet-source.ts";
import { DUCKDB_ELSEWHERE, recordAnswers, replayAnswers } from "./record-statements.ts";

// What the statements mean was counted by Spark and DuckDB; here are their texts for engines that no test can start.

const TABLE = `SELECT day, price, code, flag, "at", colour, words FROM (VALUES
  (DATE '2026-11-01', 1.5::DOUBLE, 7::BIGINT, true, TIMESTAMP '2026-11-01 08:00:00', 'red', 'one two'),
  (DATE '2026-11-01', 2.25, 7, false, TIMESTAMP '2026-11-01 09:30:00', 'it''s', 'three'),
  (DATE '2026-11-01', NULL, 8, true, TIMESTAMP '2026-11-01 10:00:00', 'red', 'four'),
  (DATE '2026-11-02', 'NaN', 8, NULL, TIMESTAMP '2026-11-02 08:00:00', 'red', 'Škoda'),
  (DATE '2026-11-02', -4, 9007199254740993, true, TIMESTAMP '2026-11-02 09:00:00', NULL, 'one'))
  AS rows(day, price, code, flag, "at", colour, words)`;

interface Case {
  readonly sql: RemoteSql;
  readonly types: readonly string[];
}

const ENGINES: Readonly<Record<string, Case>> = {
  spark: { sql: SPARK_SQL, types: ["date", "double", "bigint", "boolean", "timestamp_ntz", "string", "string"] },
  trino: { sql: TRINO_SQL, types: ["date", "double", "bigint", "boolean", "timestamp(6)", "varchar", "varchar(80)"] },
  bigquery: { sql: BIGQUERY_SQL, types: ["DATE", "FLOAT64", "INT64", "BOOL", "DATETIME", "STRING", "STRING"] },
};

const COLUMNS = ["day", "price", "code", "flag", "at", "colour", "words"];
const COMMON = { name: "flights", shown: "all" } as const;
const TABLE_NAME = { name: ["lake", "ops", "flights"] };

/** Words that are names in the other engines. */
const RESERVED_IN_BIGQUERY =
  /\bAS (all|any|array|at|collate|contains|create|current|default|define|enum|escape|except|exclude|extract|fetch|following|for|full|group|grouping|groups|hash|if|ignore|interval|lookup|merge|natural|new|no|nulls|of|over|partition|preceding|proto|qualify|range|recursive|respect|rollup|rows|set|some|struct|tablesample|to|treat|unbounded|unnest|window|within)\b(?! JOIN)/i;

let test: TestEngine;
let path: string;
let frame: Profile;

beforeAll(async () => {
  test = await openTestEngine();
  path = await writeParquet(test.engine, test.folder, "flights.parquet", TABLE);
  const [whole] = await profileTable(test.engine, DUCKDB_ELSEWHERE, { ...COMMON, table: { parquet: path } });
  if (whole === undefined) throw new TypeError("no profile");
  // As of a table with too many different values to read each: the bins are counted by the engine.
  const columns = whole.profile.columns.map((column) =>
    column.name === "price" && column.kind === "numeric"
      ? { ...column, distinct: null, frame: { ...column.frame, decimals: 2 } }
      : column,
  );
  frame = { ...whole.profile, columns };
});

afterAll(() => test.close());

/** The statements for an engine, and the profile that it makes of the answers that DuckDB gave to its own. */
async function ask({ sql, types }: Case, wanted: Partial<TableRequest>) {
  const asked = recordAnswers(test.engine);
  const request = { ...COMMON, ...wanted };
  const expected = await profileTable(asked.engine, DUCKDB_ELSEWHERE, { ...request, table: { parquet: path } });
  const { name, type } = sql.listColumns(TABLE_NAME);
  const listed = COLUMNS.map((column, index): Row => ({ [name]: column, [type]: types[index] ?? "" }));
  const replayed = replayAnswers([listed, ...asked.answers.slice(1)]);
  const profiles = await profileTable(replayed.engine, sql, { ...request, table: TABLE_NAME });
  return { profiles, expected, statements: replayed.statements, asked: asked.statements };
}

const withoutTypes = (profiles: readonly TableProfile[]) =>
  profiles.map(({ name, profile }) => ({
    name,
    profile: { ...profile, columns: profile.columns.map(({ type: _, ...column }) => column) },
  }));

describe.each(Object.entries(ENGINES))("the statements for %s", (engine, entry) => {
  const snapshot = (name: string) => join(import.meta.dirname, "__statements__", `${engine}-${name}.sql`);
  // Spark keeps rows, so it is asked otherwise.
  const dialect = { ...entry.sql.dialect };
  delete dialect.keep;
  const plain = { ...entry, sql: { ...entry.sql, dialect } };

  it("count a window on pinned bins", async () => {
    const window = { column: "at", start: "2026-11-01T00:00:00Z", end: "2026-12-01T00:00:00Z" };
    const { profiles, expected, statements, asked } = await ask(plain, { frame, window });
    expect(withoutTypes(profiles)).toEqual(withoutTypes(expected));
    expect(statements).toHaveLength(asked.length);
    expect(statements.filter((sql) => RESERVED_IN_BIGQUERY.test(sql))).toEqual([]);
    await expect(`${statements.join(";\n\n")};\n`).toMatchFileSnapshot(snapshot("pinned"));
  });

  it("cut the table into batches and choose their bins", async () => {
    const { profiles, expected, statements } = await ask(plain, { cut: { column: "at", everyMs: 86_400_000 } });
    expect(profiles.map(({ name }) => name)).toEqual(["2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"]);
    expect(withoutTypes(profiles)).toEqual(withoutTypes(expected));
    expect(statements.filter((sql) => RESERVED_IN_BIGQUERY.test(sql))).toEqual([]);
    await expect(`${statements.join(";\n\n")};\n`).toMatchFileSnapshot(snapshot("batches"));
  });
});
