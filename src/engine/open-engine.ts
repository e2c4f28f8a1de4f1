import type { Cell, Engine, Row } from "./engine.ts";
import type { DuckDb } from "./load-duckdb.ts";
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
 * An engine with nothing in it. It can read local files, installs no extension, and its settings cannot be changed any
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
  const connection = await instance.connect();
  // Sorting rows of equal value must not depend on the locale or on the file's settings.
  await connection.run(
    `SET default_collation = ${quoteLiteral("binary")}; SET TimeZone = 'UTC'; SET lock_configuration = true`,
  );
  return {
    execute: async (sql) => {
      await connection.run(sql);
    },
    query: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map(toRow);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
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
