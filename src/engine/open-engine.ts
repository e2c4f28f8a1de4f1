import type { DuckDBConnection } from "@duckdb/node-api";
import type { Cell, Engine, Row } from "./engine.ts";
import type { DuckDb } from "./load-duckdb.ts";
import { openSandbox } from "./open-sandbox.ts";
import { quoteLiteral } from "./quote-sql.ts";

export interface EngineOptions {
  readonly duckdb: DuckDb;
  /** An empty folder of our own, for what does not fit into memory. */
  readonly temporaryFolder: string;
  /** The engine's own limit; Node and the engine's overhead come on top, about 300 MiB. */
  readonly memoryLimitMiB?: number;
  readonly threads?: number;
}

const DEFAULT_MEMORY_LIMIT_MIB = 1024;

/**
 * An engine with nothing in it, which runs up to two statements at a time: a part of every sort keeps one processor busy. It can read local files, installs no extension, and its settings cannot be changed any
 * more by a statement.
 */
export async function openEngine({
  duckdb,
  temporaryFolder,
  memoryLimitMiB = DEFAULT_MEMORY_LIMIT_MIB,
  threads,
}: EngineOptions): Promise<Engine> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    memory_limit: `${String(memoryLimitMiB)}MiB`,
    temp_directory: temporaryFolder,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  // Sorting rows of equal value must not depend on the locale or on the file's settings. Rows of a partition are written
  // down before half a million of them wait in memory.
  const settings = `SET default_collation = ${quoteLiteral("binary")}; SET TimeZone = 'UTC';
    SET partitioned_write_flush_threshold = 65536`;
  const connections = [await instance.connect(), await instance.connect()];
  for (const connection of connections) await connection.run(settings);
  await connections[0]?.run("SET lock_configuration = true");
  const use = takeTurns(connections);
  return {
    execute: (sql) => use(async (connection) => void (await connection.run(sql))),
    query: (sql) =>
      use(async (connection) => {
        const reader = await connection.runAndReadAll(sql);
        return reader.getRowObjectsJS().map(toRow);
      }),
    scan: (sql, each) => use((connection) => scan(connection, sql, each)),
    temporaryFolder,
    openSandbox: (options) => openSandbox({ duckdb, temporaryFolder, ...options }),
    close: () => {
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function scan(connection: DuckDBConnection, sql: string, each: (columns: readonly Float64Array[]) => void) {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const columns = Array.from({ length: chunk.columnCount }, (_, index) => {
      const vector = chunk.getColumnVector(index);
      return Float64Array.from({ length: chunk.rowCount }, (_, row) => toDouble(vector.getItem(row)));
    });
    each(columns);
  }
}

function toDouble(value: unknown): number {
  if (value === null) return Number.NaN;
  if (typeof value === "number") return value;
  throw new TypeError(`a column that is scanned is ${typeof value}, not a double`);
}

/** Gives each task a connection of its own for as long as it runs; the ones that find none free wait in order. */
function takeTurns<Connection>(connections: readonly Connection[]) {
  const free = [...connections];
  const waiting: ((connection: Connection) => void)[] = [];
  const release = (connection: Connection): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(connection);
    else next(connection);
  };
  return async <Result>(task: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection = free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
    try {
      return await task(connection);
    } finally {
      release(connection);
    }
  };
}

function toRow(raw: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, toCell(name, value)]));
}

function toCell(name: string, value: unknown): Cell {
  if (typeof value === "bigint") return Number(value);
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  throw new TypeError(`column ${name} has a value that is neither text, number nor boolean`);
}
