import { join } from "node:path";
import type { Sandbox, SandboxOptions } from "./engine.ts";
import type { DuckDb } from "./load-duckdb.ts";
import { quoteList } from "./quote-sql.ts";

/** Beside the engine's own limit: the two together keep a process under 400 MiB. */
const MEMORY_LIMIT_MIB = 128;

/**
 * A second engine, which shares nothing with the first. Whatever a statement says, it reads the named files only: access
 * to all others, to the network and to extensions is switched off, and no statement can switch it on again.
 */
export async function openSandbox({
  duckdb,
  temporaryFolder,
  files,
  setup,
}: SandboxOptions & { readonly duckdb: DuckDb; readonly temporaryFolder: string }): Promise<Sandbox> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    memory_limit: `${String(MEMORY_LIMIT_MIB)}MiB`,
    // A sort of a stranger's must not fill the runner's disk.
    max_temp_directory_size: "4GiB",
    temp_directory: join(temporaryFolder, "sandbox"),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run(
      `SET default_collation = 'binary'; SET TimeZone = 'UTC'; SET allowed_paths = [${quoteList(files)}];
       SET enable_external_access = false; SET lock_configuration = true; ${setup}`,
    );
  } catch (error) {
    close();
    throw error;
  }
  return {
    close,
    query: async (sql, { rows, seconds }) => {
      const timer = setTimeout(() => connection.interrupt(), seconds * 1000);
      try {
        // Read as a stream: what is not asked for is never there.
        const reader = await connection.streamAndReadUntil(sql, rows + 1);
        const types = reader.columnTypes().map(String);
        const found = reader.getRowsJson();
        return { types, rows: found.slice(0, rows), more: found.length > rows };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
