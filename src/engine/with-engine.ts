import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { loadDuckDb } from "./load-duckdb.ts";
import { openEngine } from "./open-engine.ts";

/** So that a whole process stays under 400 MiB. */
const DATA_MEMORY_LIMIT_MIB = 256;

export interface EngineSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Runs work on an engine of its own, which is closed when the work ends. Throws `ENGINE_UNAVAILABLE`. */
export async function withEngine<Result>(
  { env, log }: EngineSurroundings,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const temporaryFolder = mkdtempSync(join(env["RUNNER_TEMP"] ?? tmpdir(), "pawl-engine-"));
  try {
    const duckdb = await loadDuckDb({ env, from: import.meta.dirname, log });
    const engine = await openEngine({ duckdb, temporaryFolder, memoryLimitMiB: DATA_MEMORY_LIMIT_MIB });
    try {
      return await work(engine);
    } finally {
      engine.close();
    }
  } finally {
    rmSync(temporaryFolder, { recursive: true, force: true });
  }
}
