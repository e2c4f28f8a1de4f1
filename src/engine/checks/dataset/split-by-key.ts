import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DataSource } from "../../data/data-source.ts";
import { DUCKDB_DIALECT } from "../../dialects/duckdb-dialect.ts";
import { countAt, type Engine, type Row, textAt } from "../../engine.ts";
import { countHashParts } from "../../hash-parts.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import { numberedReadingOf, readingOf } from "../column-view.ts";

/** Rows of a part: their groups, or one side of their join, fit into a third of the engine's 256 MiB. */
const ROWS_OF_PART = 500_000;

/** Values that are joined in one piece. */
const CELLS_OF_PART = 8_000_000;

/** Each is a file that is open while the rows are written. */
const MAX_PARTS = 64;

/** Rows of one source, with the SQL of what is asked of them: over the views of its columns. */
export interface KeyedRows {
  readonly source: DataSource;
  /** Named k0, k1, … in the parts. */
  readonly key: readonly string[];
  /** Named c0, c1, … in the parts. */
  readonly others?: readonly string[];
  /** With the column `row`, its number. */
  readonly numbered?: boolean;
}

export interface SplitRows {
  /** Of each part its relation of each side, to go behind FROM. */
  readonly parts: readonly (readonly string[])[];
  readonly close: () => void;
}

/**
 * Rows of several sources in parts by the hash of their key, so that equal keys lie in the same part and each part can be
 * grouped and joined in little memory. Few rows are one part, which is read where it lies. Many are written once, as Parquet
 * in the engine's folder, until `close`.
 */
export async function splitByKey(
  engine: Engine,
  sides: readonly KeyedRows[],
  rowsOfPart = ROWS_OF_PART,
): Promise<SplitRows> {
  const count = Math.min(MAX_PARTS, await countParts(engine, sides, rowsOfPart));
  if (count <= 1) return { parts: [sides.map((side) => `(${selectOf(side)})`)], close: () => undefined };
  mkdirSync(engine.temporaryFolder, { recursive: true });
  const folder = mkdtempSync(join(engine.temporaryFolder, "parts-"));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const written: (readonly string[])[] = [];
    for (const [index, side] of sides.entries()) {
      written.push(await writeParts(engine, side, join(folder, String(index)), count));
    }
    const parts = Array.from({ length: count }, (_, part) => written.map((relations) => relations[part] ?? ""));
    return { parts, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Numbers of each column, summed over the rows; a NULL counts as nothing. */
export function sumRows(rows: readonly Row[]): Row {
  const names = Object.keys(rows[0] ?? {});
  const sum = (name: string) => rows.reduce((total, row) => total + (row[name] === null ? 0 : countAt(row, name)), 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)]));
}

async function countParts(engine: Engine, sides: readonly KeyedRows[], rowsOfPart: number): Promise<number> {
  let parts = 1;
  for (const { source, key, others = [] } of sides) {
    const [row = {}] = await engine.query(`SELECT count(*) AS rows FROM ${source.relation}`);
    const rows = countAt(row, "rows");
    const cells = rows * (key.length + others.length);
    parts = Math.max(parts, countHashParts(rows, rowsOfPart), countHashParts(cells, CELLS_OF_PART));
  }
  return parts;
}

function selectOf({ source, key, others = [], numbered = false }: KeyedRows): string {
  const named = [
    ...key.map((sql, index) => `${sql} AS k${String(index)}`),
    ...others.map((sql, index) => `${sql} AS c${String(index)}`),
    ...(numbered ? ["row"] : []),
  ];
  return `SELECT ${named.join(", ")} FROM ${numbered ? numberedReadingOf(source) : readingOf(source)}`;
}

async function writeParts(engine: Engine, side: KeyedRows, folder: string, count: number): Promise<string[]> {
  const select = selectOf(side);
  const columns = await engine.query(`DESCRIBE ${select}`);
  // Parquet has no whole numbers of 128 bits: they would come back as doubles.
  const huge = columns.flatMap((column) =>
    /^U?HUGEINT$/.test(textAt(column, "column_type") ?? "")
      ? [{ name: textAt(column, "column_name") ?? "", type: textAt(column, "column_type") ?? "" }]
      : [],
  );
  const replaced = (type: (of: string) => string) =>
    huge.length === 0
      ? "*"
      : `* REPLACE (${huge.map((column) => `CAST(${column.name} AS ${type(column.type)}) AS ${column.name}`).join(", ")})`;
  const { rowHash, slice } = DUCKDB_DIALECT;
  const part = slice(rowHash(side.key.map((_, index) => `k${String(index)}`)), count);
  await engine.execute(
    `COPY (SELECT ${replaced(() => "VARCHAR")}, CAST(${part} AS UTINYINT) AS part FROM (${select}))
     TO ${quoteLiteral(folder)} (FORMAT parquet, COMPRESSION lz4, PARTITION_BY part)`,
  );
  return Array.from({ length: count }, (_, index) => {
    const written = join(folder, `part=${String(index)}`);
    if (!existsSync(written)) return `(${select} WHERE false)`;
    const read = `read_parquet(${quoteLiteral(join(written, "*.parquet"))}, hive_partitioning = false)`;
    return `(SELECT ${replaced((type) => type)} FROM ${read})`;
  });
}
