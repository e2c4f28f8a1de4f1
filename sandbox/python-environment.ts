import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { platform } from "node:process";
import { promisify } from "node:util";
import { PawlError } from "../src/core/errors.ts";

const run = promisify(execFile);

const CANDIDATES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
const OLDEST = [3, 10] as const;
const INSTALL_HINT =
  platform === "darwin"
    ? "brew install python@3.12"
    : "sudo apt-get install -y python3 python3-venv (or your system's own)";

export interface PythonEnvironment {
  /** Holds `python`, `pip` and what the requirements brought with them. */
  readonly binFolder: string;
  /** False: it was there already. */
  readonly made: boolean;
}

/**
 * A virtual environment below `folder` with the pinned `requirements`. It is made once for each content of these files
 * and each Python; one whose making was interrupted is made anew.
 *
 * @throws PawlError NOT_FOUND without Python 3.10 or newer that can make virtual environments.
 */
export async function preparePython(folder: string, requirements: readonly string[]): Promise<PythonEnvironment> {
  const { python, version } = await findPython();
  const texts = await Promise.all(requirements.map((file) => readFile(file, "utf8")));
  const hash = createHash("sha256")
    .update(JSON.stringify([version, ...texts]))
    .digest("hex");
  const home = join(folder, `python-${hash.slice(0, 12)}`);
  const binFolder = join(home, "bin");
  const marker = join(home, ".complete");
  if (await exists(marker)) return { binFolder, made: false };

  await rm(home, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run(python, ["-m", "venv", home]);
  const files = requirements.flatMap((file) => ["--requirement", file]);
  await install(join(binFolder, "python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    ...files,
  ]);
  await writeFile(marker, "");
  return { binFolder, made: true };
}

async function findPython(): Promise<{ python: string; version: string }> {
  const seen: string[] = [];
  for (const python of CANDIDATES) {
    const version = await askVersion(python);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { python, version };
    seen.push(`${python} is ${version}`);
  }
  throw new PawlError({
    code: "NOT_FOUND",
    message: `Python ${OLDEST.join(".")} or newer with venv is needed${seen.length === 0 ? "" : ` (${seen.join(", ")})`}`,
    hint: INSTALL_HINT,
  });
}

/** Undefined also for a Python that cannot make virtual environments, as Debian's without python3-venv. */
async function askVersion(python: string): Promise<string | undefined> {
  try {
    const code = "import ensurepip, platform, venv; print(platform.python_version())";
    return (await run(python, ["-c", code], { timeout: 20_000 })).stdout.trim();
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function install(python: string, args: readonly string[]): Promise<void> {
  const child = spawn(python, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = `${output}${text}`.slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`pip could not install what the sandbox needs:\n${output.trim()}`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
