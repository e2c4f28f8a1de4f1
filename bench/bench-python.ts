import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the environment with the peers in it; ignored by git. */
export const BENCH_PYTHON_FOLDER = fileURLToPath(new URL("../sandbox/.work/bench-python", import.meta.url));

/** What to do where the environment is missing. */
export const BENCH_PYTHON_HINT = "npx tsx bench/setup-python.ts";

/** The interpreter that has the peers installed, or `undefined` where nobody has set it up. */
export function findBenchPython(): string | undefined {
  const path = join(BENCH_PYTHON_FOLDER, "bin", "python");
  return existsSync(path) ? path : undefined;
}
