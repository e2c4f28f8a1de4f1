import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the real bundle once for a test file, into a folder of its own. */
export function builtBundle(): () => string {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pawl-bundle-"));
    execFileSync(process.execPath, ["--import", "tsx", "tools/build.ts", join(folder, "dist")], {
      cwd: ROOT,
      stdio: "pipe",
    });
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => join(folder, "dist");
}
