import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../engine.ts";
import { tableName } from "../profile/profile-task.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { isZipped } from "./data-format.ts";
import type { DataFile, KeptColumn, KeptRows } from "./data-source.ts";

export interface ColumnToKeep {
  /** SQL over the relation: the value that is kept, and what is NULL exactly where the file has a null. */
  readonly value: string;
  readonly raw: string;
  /** SQL of something else to keep, given the names of these two. */
  readonly also?: ((kept: { readonly value: string; readonly raw: string }) => string) | undefined;
}

/** A table of the engine needs a block of memory for each column, whatever its rows; more columns are kept in files. */
export const MAX_TABLE_COLUMNS = 200;
/** Larger text files are kept in files too: the engine holds back memory of a table that does not fit. */
const MAX_TABLE_BYTES = 32 * 1024 * 1024;
/** About how much longer a text is than what gzip makes of it. */
const ZIPPED = 8;
/**
 * A writer needs memory for each column too, and so does what is parsed before it is written. Of few rows it costs more to
 * find a column in a file of many than to parse them once more.
 */
const COLUMNS_OF_A_FILE = 100;
const COLUMNS_OF_A_SMALL_FILE = 50;
/** Values that are collected in memory before they are written to such a file. */
const CELLS_OF_A_GROUP = 1_000_000;
/** Texts may be long. */
const MAX_ROWS_OF_A_GROUP = 20_480;
/** A column of a group with more different values is not written as a dictionary, which costs more than it saves. */
const MAX_DICTIONARY = 2000;

/**
 * Writes rows down in the types of their kinds, so that what has to be parsed is parsed once: small ones into a table,
 * which the engine writes to its temporary folder when it does not fit into memory, large ones into files there.
 */
export async function keepRows(
  engine: Engine,
  relation: string,
  columns: readonly ColumnToKeep[],
  files: readonly DataFile[],
): Promise<KeptRows> {
  const isSmall = files.reduce((sum, file) => sum + lengthOf(file), 0) <= MAX_TABLE_BYTES;
  if (columns.length > MAX_TABLE_COLUMNS) {
    return keepSideBySide(engine, relation, columns, isSmall ? COLUMNS_OF_A_SMALL_FILE : COLUMNS_OF_A_FILE);
  }
  return isSmall ? keepInTable(engine, relation, columns) : keepInFiles(engine, relation, columns);
}

function lengthOf({ path, bytes = Number.POSITIVE_INFINITY }: DataFile): number {
  return isZipped(path) ? bytes * ZIPPED : bytes;
}

async function keepInTable(engine: Engine, relation: string, columns: readonly ColumnToKeep[]): Promise<KeptRows> {
  const table = tableName("rows");
  await engine.execute(`CREATE TABLE ${table} AS ${selectKept(relation, columns, 0)}`);
  const close = () => engine.execute(`DROP TABLE ${table}`);
  return { relation: table, columns: columns.map((column, index) => keptColumn(column, index)), ordered: true, close };
}

/** One file for each thread, in no order. */
async function keepInFiles(engine: Engine, relation: string, columns: readonly ColumnToKeep[]): Promise<KeptRows> {
  const folder = join(engine.temporaryFolder, tableName("rows"));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    await write(engine, selectKept(relation, columns, 0), folder, columns.length, ", PER_THREAD_OUTPUT true");
  } catch (error) {
    await close();
    throw error;
  }
  return {
    relation: `read_parquet(${quoteLiteral(join(folder, "*.parquet"))})`,
    columns: columns.map((column, index) => keptColumn(column, index)),
    ordered: false,
    close,
  };
}

/** Some columns at a time, each time in the order of the rows, so that the files can be read side by side. */
async function keepSideBySide(
  engine: Engine,
  relation: string,
  columns: readonly ColumnToKeep[],
  columnsOfFile: number,
): Promise<KeptRows> {
  const folder = join(engine.temporaryFolder, tableName("rows"));
  const close = () => rm(folder, { recursive: true, force: true });
  const files: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (let start = 0; start < columns.length; start += columnsOfFile) {
      const some = columns.slice(start, start + columnsOfFile);
      const path = join(folder, `${String(start)}.parquet`);
      await write(engine, selectKept(relation, some, start), path, some.length, "");
      files.push(`read_parquet(${quoteLiteral(path)})`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    relation: `(SELECT * FROM ${files.join(" POSITIONAL JOIN ")})`,
    columns: columns.map((column, index) => ({
      ...keptColumn(column, index),
      relation: files[Math.floor(index / columnsOfFile)],
    })),
    ordered: true,
    close,
  };
}

/** Not compressed: that costs more time than it takes to read what it saves. */
async function write(engine: Engine, select: string, path: string, columns: number, options: string): Promise<void> {
  const group = Math.min(MAX_ROWS_OF_A_GROUP, Math.max(2048, Math.floor(CELLS_OF_A_GROUP / columns)));
  await mkdir(engine.temporaryFolder, { recursive: true });
  await engine.execute(
    `COPY (${select}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION uncompressed,
       ROW_GROUP_SIZE ${String(group)}, DICTIONARY_SIZE_LIMIT ${String(MAX_DICTIONARY)}${options})`,
  );
}

/** `v0` is the value of the first column, `r0` whether it is there, `a0` what is kept also; they are numbered from `first`. */
function selectKept(relation: string, columns: readonly ColumnToKeep[], first: number): string {
  const inner: string[] = [];
  const outer: string[] = [];
  for (const [place, { value, raw, also }] of columns.entries()) {
    const [v, t, r, a] = namesOf(first + place);
    inner.push(`${value} AS ${v}`);
    outer.push(v);
    if (raw !== value) {
      inner.push(`${raw} AS ${t}`);
      outer.push(`${t} IS NOT NULL AS ${r}`);
    }
    if (also !== undefined) outer.push(`${also({ value: v, raw: raw === value ? v : t })} AS ${a}`);
  }
  return `SELECT ${outer.join(", ")} FROM (SELECT ${inner.join(", ")} FROM ${relation})`;
}

/** The same columns where they are not kept. */
export function readDirectly({ value, raw, also }: ColumnToKeep): KeptColumn {
  return also === undefined ? { value, raw } : { value, raw, also: also({ value, raw }) };
}

function keptColumn({ value, raw, also }: ColumnToKeep, index: number): KeptColumn {
  const [v, , r, a] = namesOf(index);
  return {
    value: v,
    raw: raw === value ? v : `CASE WHEN ${r} THEN true END`,
    ...(also === undefined ? {} : { also: a }),
  };
}

function namesOf(index: number): readonly [value: string, text: string, isThere: string, also: string] {
  const at = String(index);
  return [`v${at}`, `t${at}`, `r${at}`, `a${at}`];
}
