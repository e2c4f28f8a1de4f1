import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { columnLabels } from "../../core/dataset/column-labels.ts";
import type { DataSource } from "../data/data-source.ts";
import type { Dialect } from "../dialect.ts";
import { countAt, type Engine, textAt } from "../engine.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { type ProfiledColumn, type ProfileTask, tableName } from "./profile-task.ts";

export interface PreparedRows {
  readonly task: ProfileTask;
  /** One for each of the source's columns. */
  readonly columns: readonly ProfiledColumn[];
  readonly close: () => Promise<void>;
}

/** A table of the engine needs a block of memory for each column, whatever its rows; more columns are kept in a file. */
const MAX_TABLE_COLUMNS = 200;
/** Larger text files are kept in a file too: the engine holds back memory of a table that does not fit. */
const MAX_TABLE_BYTES = 32 * 1024 * 1024;
/** A writer needs a block of memory for each column too; so many are read and written at a time. */
const COLUMNS_OF_A_FILE = 50;
/** Values that are collected in memory before they are written to such a file. */
const CELLS_OF_A_GROUP = 1_000_000;
/** Texts may be long. */
const MAX_ROWS_OF_A_GROUP = 20_480;

/** Tables with fewer cells are read once and kept: opening their file for every column would cost more. */
const MAX_KEPT_CELLS = 4_000_000;

/**
 * Rows that can be read again and again. What has to be parsed is parsed once, into a table of the engine, which writes to
 * its temporary folder what does not fit into memory; large columnar files are read where they are.
 */
export async function prepareRows(engine: Engine, dialect: Dialect, source: DataSource): Promise<PreparedRows> {
  const labels = columnLabels(source.columns.map(({ name }) => name));
  const direct = source.columns.map(({ type, value, raw, different }, index) => ({
    label: labels[index] ?? "",
    type,
    value,
    raw,
    different,
  }));
  if (!source.parsed) {
    const rows = await countRows(engine, source.relation);
    if (rows * source.columns.length > MAX_KEPT_CELLS || source.columns.length > MAX_TABLE_COLUMNS) {
      const task = { engine, dialect, relation: source.relation, rows };
      return { task, columns: direct, close: () => Promise.resolve() };
    }
  }
  const kept = source.columns.map(({ kind, value, raw }, index) =>
    keptColumn(index, kind === "other" ? raw : value, raw),
  );
  const isLarge = kept.length > MAX_TABLE_COLUMNS || !isSmall(source);
  const { relation, relations, close } = await (isLarge ? keepInFiles : keepInTable)(engine, kept, source.relation);
  const columns = direct.map((column, index) => ({ ...column, ...kept[index]?.column, relation: relations?.[index] }));
  return { task: { engine, dialect, relation, rows: await countRows(engine, relation) }, columns, close };
}

/** Whether what is parsed fits into a table in memory beside everything else. */
function isSmall({ files, parsed }: DataSource): boolean {
  if (!parsed) return true;
  const bytes = files.map((file) => file.bytes ?? Number.POSITIVE_INFINITY).reduce((sum, size) => sum + size, 0);
  return bytes <= MAX_TABLE_BYTES;
}

interface Kept {
  readonly relation: string;
  /** Of each column, where they are not all in one. */
  readonly relations?: readonly string[];
  readonly close: () => Promise<void>;
}

async function keepInTable(engine: Engine, columns: readonly KeptColumn[], relation: string): Promise<Kept> {
  const table = tableName("rows");
  await engine.execute(`CREATE TABLE ${table} AS SELECT ${selected(columns)} FROM ${relation}`);
  return { relation: table, close: () => engine.execute(`DROP TABLE ${table}`) };
}

/** In a file, or where there are very many columns in several ones that are read side by side. */
async function keepInFiles(engine: Engine, columns: readonly KeptColumn[], relation: string): Promise<Kept> {
  const [row] = await engine.query("SELECT current_setting('temp_directory') AS folder");
  const folder = row === undefined ? undefined : textAt(row, "folder");
  if (folder === undefined || folder === "") throw new TypeError("the engine has no temporary folder");
  await mkdir(folder, { recursive: true });
  const atOnce = columns.length > MAX_TABLE_COLUMNS ? COLUMNS_OF_A_FILE : columns.length;
  const paths: string[] = [];
  const close = async () => {
    for (const path of paths) await rm(path, { force: true });
  };
  try {
    for (let start = 0; start < columns.length; start += atOnce) {
      const some = columns.slice(start, start + atOnce);
      const path = join(folder, `${tableName("rows")}.parquet`);
      paths.push(path);
      const group = String(Math.min(MAX_ROWS_OF_A_GROUP, Math.max(1024, Math.floor(CELLS_OF_A_GROUP / some.length))));
      const options = `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${group}`;
      await engine.execute(`COPY (SELECT ${selected(some)} FROM ${relation}) TO ${quoteLiteral(path)} (${options})`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const files = paths.map((path) => `read_parquet(${quoteLiteral(path)})`);
  // The rows of each are in the order of the source.
  if (files.length === 1) return { relation: files[0] ?? "", close };
  const relations = columns.map((_, index) => files[Math.floor(index / atOnce)] ?? "");
  return { relation: `(SELECT * FROM ${files.join(" POSITIONAL JOIN ")})`, relations, close };
}

function selected(columns: readonly KeptColumn[]): string {
  return columns.flatMap(({ select }) => select).join(", ");
}

interface KeptColumn {
  readonly select: readonly string[];
  readonly column: Pick<ProfiledColumn, "value" | "raw">;
}

function keptColumn(index: number, value: string, raw: string): KeptColumn {
  const name = `v${String(index)}`;
  if (raw === value) return { select: [`${value} AS ${name}`], column: { value: name, raw: name } };
  const invalid = `i${String(index)}`;
  return {
    select: [`${value} AS ${name}`, `(${raw}) IS NOT NULL AND (${value}) IS NULL AS ${invalid}`],
    column: { value: name, raw: `CASE WHEN ${invalid} OR ${name} IS NOT NULL THEN 1 END` },
  };
}

async function countRows(engine: Engine, relation: string): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) AS n FROM ${relation}`);
  return row === undefined ? 0 : countAt(row, "n");
}
