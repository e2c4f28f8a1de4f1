import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PawlError } from "../core/errors.ts";
import { DUCKDB_VERSION } from "./duckdb-lock.ts";
import { installDuckDb } from "./install-duckdb.ts";

export type DuckDb = typeof import("@duckdb/node-api");

export interface LoadOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where the code itself lies: a copy beside it is used first. */
  readonly from: string;
  readonly log: (line: string) => void;
}

/**
 * The engine's native module. It is 70 MB for each platform and so not in the bundle: a copy that is there already is
 * used (beside the code, in the folder `PAWL_DUCKDB`, in the runner's tool cache), else the locked version is installed
 * into the tool cache once. Throws `ENGINE_UNAVAILABLE` with the way out where that cannot be done.
 */
export async function loadDuckDb({ env, from, log }: LoadOptions): Promise<DuckDb> {
  const given = env["PAWL_DUCKDB"];
  if (given !== undefined && given !== "") return requireFrom(given);
  if (isPresent(from)) return requireFrom(from);
  const cached = toolCacheFolder(env);
  if (!existsSync(join(cached, "complete"))) await installDuckDb({ folder: cached, env, log });
  return requireFrom(cached);
}

/** `<tool cache>/pawl-duckdb/<version>/<platform>-<arch>` */
function toolCacheFolder(env: NodeJS.ProcessEnv): string {
  const cache = env["RUNNER_TOOL_CACHE"] || env["AGENT_TOOLSDIRECTORY"] || env["RUNNER_TEMP"];
  if (cache === undefined || cache === "") {
    throw new PawlError({
      code: "ENGINE_UNAVAILABLE",
      message: `DuckDB ${DUCKDB_VERSION} is not installed, and RUNNER_TOOL_CACHE does not say where it could be`,
      hint: `Run \`npm install @duckdb/node-api@${DUCKDB_VERSION}\` in a folder and set PAWL_DUCKDB to it.`,
    });
  }
  return join(cache, "pawl-duckdb", DUCKDB_VERSION, `${process.platform}-${process.arch}`);
}

function isPresent(folder: string): boolean {
  try {
    createRequire(join(folder, "here.js")).resolve("@duckdb/node-api");
    return true;
  } catch {
    return false;
  }
}

// `createRequire` at a folder known at run time only: the bundler leaves it alone.
function requireFrom(folder: string): DuckDb {
  try {
    const load: (name: string) => DuckDb = createRequire(join(folder, "here.js"));
    return load("@duckdb/node-api");
  } catch (cause) {
    throw new PawlError({
      code: "ENGINE_UNAVAILABLE",
      message: `DuckDB cannot be loaded from ${folder}: ${cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause)}`,
      hint: `The folder must hold node_modules with @duckdb/node-api ${DUCKDB_VERSION} for ${process.platform}-${process.arch}. Remove the folder to have it installed again.`,
      cause,
    });
  }
}
