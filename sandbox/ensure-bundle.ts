import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Builds `actions/dist` when it is missing or older than what it is made of. Returns whether it had to. */
export async function ensureBundle(root: string): Promise<boolean> {
  const built = await modifiedAt(join(root, "actions", "dist", "index.js"));
  const sources = await Promise.all(
    ["src", "actions", "tools/build.ts", "package-lock.json"].map((path) => newestIn(join(root, path))),
  );
  if (built > Math.max(...sources)) return false;
  await run(execPath, ["--import", "tsx", "tools/build.ts", "actions/dist"], { cwd: root });
  return true;
}

async function newestIn(path: string): Promise<number> {
  if (!(await stat(path)).isDirectory()) return modifiedAt(path);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name));
  const outside = sources.filter(({ parentPath }) => !parentPath.includes(join("actions", "dist")));
  return Math.max(0, ...(await Promise.all(outside.map(({ parentPath, name }) => modifiedAt(join(parentPath, name))))));
}

/** Milliseconds since 1970; 0 for a file that is not there. */
async function modifiedAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
