import type { DataSource } from "../data/data-source.ts";
import { DUCKDB_DIALECT } from "../dialects/duckdb-dialect.ts";
import { countAt, type Engine, textAt } from "../engine.ts";
import { selectRepeatedHashes } from "../hash-parts.ts";
import { tableName } from "../profile/profile-task.ts";
import { type ColumnView, readingOf } from "./column-view.ts";

/** SQL of a key's parts: the value of a text file (`1` and `1.0` are one number), what stands in the file of all others. */
export function keyParts(columns: readonly ColumnView[]): readonly string[] {
  return columns.map(({ parsed, holds, value, raw }) => (parsed && holds !== "other" ? value : raw));
}

/** SQL that is true where no part of the key is null. */
export function keyComplete(columns: readonly ColumnView[]): string {
  return keyParts(columns)
    .map((part) => `${part} IS NOT NULL`)
    .join(" AND ");
}

/** SQL of the key's 64-bit hash. */
export function keyHash(columns: readonly ColumnView[]): string {
  return DUCKDB_DIALECT.rowHash(keyParts(columns));
}

/**
 * For each of the keys a table `h`, `n` of the hashes that more than one complete row has, with how many rows that are.
 * The data is read once for all keys, and never grouped: only a part of the hashes at a time is.
 */
export async function withRepeatedHashes<Result>(
  engine: Engine,
  source: DataSource,
  keys: readonly (readonly ColumnView[])[],
  use: (repeated: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const hashes = tableName("key_hashes");
  const repeated = keys.map(() => tableName("repeated"));
  const list = keys.map((key, index) => `CASE WHEN ${keyComplete(key)} THEN ${keyHash(key)} END AS h${String(index)}`);
  try {
    await engine.execute(`CREATE TABLE ${hashes} AS SELECT ${list.join(", ")} FROM ${readingOf(source)}`);
    for (const [index, table] of repeated.entries()) await collectRepeated(engine, hashes, `h${String(index)}`, table);
    await engine.execute(`DROP TABLE ${hashes}`);
    return await use(repeated);
  } finally {
    for (const table of [hashes, ...repeated]) await engine.execute(`DROP TABLE IF EXISTS ${table}`);
  }
}

/**
 * SQL that is true for rows with one of the first hashes of such a table. They are written out: the engine does not know how
 * few rows a join with them leaves, and would hold all others in memory.
 */
export async function hasRepeatedHash(
  engine: Engine,
  columns: readonly ColumnView[],
  repeated: string,
  most: number,
): Promise<string> {
  const [row] = await engine.query(
    `SELECT string_agg(CAST(h AS VARCHAR), ', ') AS hashes FROM (SELECT h FROM ${repeated} ORDER BY h LIMIT ${String(most)})`,
  );
  const hashes = row === undefined ? undefined : textAt(row, "hashes");
  return hashes === undefined ? "false" : `${keyHash(columns)} IN (${hashes})`;
}

async function collectRepeated(engine: Engine, hashes: string, hash: string, table: string): Promise<void> {
  const [row = {}] = await engine.query(`SELECT count(${hash}) AS rows FROM ${hashes}`);
  await engine.execute(`CREATE TABLE ${table} (h UBIGINT, n BIGINT)`);
  const selects = selectRepeatedHashes(DUCKDB_DIALECT, { table: hashes, hash, rows: countAt(row, "rows") });
  for (const select of selects) await engine.execute(`INSERT INTO ${table} ${select}`);
}
