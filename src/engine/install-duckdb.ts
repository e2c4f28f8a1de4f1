import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { PawlError } from "../core/errors.ts";
import { DUCKDB_LOCK, DUCKDB_VERSION } from "./duckdb-lock.ts";

const run = promisify(execFile);

const TIME_LIMIT_MS = 5 * 60_000;

export interface InstallOptions {
  /** Appears complete or not at all. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Installs the locked DuckDB for this platform with npm, which checks every package against the sha-512 of our lock and
 * knows the machine's registry, proxy and certificates. Safe for jobs that do it at the same time: each installs into a
 * folder of its own, the first to finish moves it into place. Throws `ENGINE_UNAVAILABLE`.
 */
export async function installDuckDb({ folder, env, log }: InstallOptions): Promise<void> {
  log(`DuckDB ${DUCKDB_VERSION} is not on this machine yet: installing it once into ${folder} (24 MB) …`);
  const started = performance.now();
  let building: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true });
    building = await mkdtemp(join(dirname(folder), ".installing-"));
    await writeFile(join(building, "package.json"), JSON.stringify(DUCKDB_LOCK.packages[""]));
    await writeFile(join(building, "package-lock.json"), JSON.stringify(DUCKDB_LOCK));
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    await run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"], {
      cwd: building,
      env: childEnvironment(env),
      timeout: TIME_LIMIT_MS,
      shell: process.platform === "win32",
    });
    await writeFile(join(building, "complete"), `${DUCKDB_VERSION}\n`);
    await moveIntoPlace(building, folder);
  } catch (cause) {
    throw unavailable(folder, cause);
  } finally {
    if (building !== undefined) await rm(building, { recursive: true, force: true });
  }
  log(`DuckDB ${DUCKDB_VERSION} installed in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

async function moveIntoPlace(building: string, folder: string): Promise<void> {
  // A folder without the mark was left by something else than this function, which never leaves one.
  if (existsSync(folder) && !existsSync(join(folder, "complete"))) await rm(folder, { recursive: true, force: true });
  try {
    await rename(building, folder);
  } catch (error) {
    if (!existsSync(join(folder, "complete"))) throw error;
  }
}

/** npm needs its own settings, the proxy's and the path; nothing of the job's. */
function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept =
    /^(path|pathext|home|userprofile|appdata|localappdata|systemroot|comspec|temp|tmp|tmpdir|ssl_cert_.*|node_extra_ca_certs|(https?|no|all)_proxy|npm_config_.*)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name)));
}

function unavailable(folder: string, cause: unknown): PawlError {
  const stderr = typeof cause === "object" && cause !== null && "stderr" in cause ? String(cause.stderr) : "";
  const told = stderr.trim() === "" ? (cause instanceof Error ? cause.message : String(cause)) : stderr;
  return new PawlError({
    code: "ENGINE_UNAVAILABLE",
    message: `DuckDB ${DUCKDB_VERSION} could not be installed into ${folder}: ${told.trim().split("\n")[0] ?? ""}`,
    hint:
      `Without a way to an npm registry, run \`npm install @duckdb/node-api@${DUCKDB_VERSION}\` elsewhere, ` +
      "copy that folder to the runner and set PAWL_DUCKDB to it.",
    cause,
  });
}
