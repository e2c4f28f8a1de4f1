import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = process.platform === "win32" ? ["nvidia-smi.exe"] : ["nvidia-smi"];

/**
 * Whether there is an `nvidia-smi` to start. Most machines have none, and looking into the folders of `PATH` costs less
 * than a process that fails to start. Without a `PATH` the system has one of its own, which only starting it tries.
 */
export function hasNvidiaSmi(env: NodeJS.ProcessEnv): boolean {
  const path = env["PATH"] ?? env["Path"];
  if (path === undefined) return true;
  return path.split(delimiter).some((folder) => NAMES.some((name) => existsSync(join(folder, name))));
}
