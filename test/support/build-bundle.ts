import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, inject } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/**
 * The real bundle: built by the first file that asks in a run of the tests, and shared by the others. Nobody writes into
 * its folder. `PAWL_BUNDLE` names one that was built from the same sources just before; a copy of it is tested.
 */
export function builtBundle(): () => string {
  const folder = inject("bundleFolder");
  // `outcome` comes into being at once: it holds the bundle, or what went wrong.
  const outcome = join(folder, "outcome");
  beforeAll(async () => {
    if (claim(join(folder, "claim"))) await build(join(folder, "draft"), outcome);
    while (!existsSync(outcome)) await wait(100);
    const failure = join(outcome, "failure.txt");
    if (existsSync(failure)) throw new Error(`the bundle could not be built: ${readFileSync(failure, "utf8")}`);
  }, 300_000);
  return () => join(outcome, "dist");
}

/** Whether nobody else was first. */
function claim(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Leaves a bundle, or the reason why there is none, for all who wait. */
async function build(draft: string, outcome: string): Promise<void> {
  mkdirSync(draft);
  const given = process.env["PAWL_BUNDLE"] ?? "";
  try {
    if (given === "")
      await run(process.execPath, ["--import", "tsx", "tools/build.ts", join(draft, "dist")], { cwd: ROOT });
    else cpSync(join(ROOT, given), join(draft, "dist"), { recursive: true });
  } catch (error) {
    writeFileSync(join(draft, "failure.txt"), String(error));
  }
  renameSync(draft, outcome);
}
