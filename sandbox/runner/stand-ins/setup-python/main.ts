import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { addPath, exportVariable, getInput, info, setFailed, setOutput } from "@actions/core";

/**
 * An empty virtual environment in front of the one that the sandbox prepared: what a pull request installs is gone with
 * its job, and what is installed already costs nothing.
 */
function setUpPython(): void {
  const folder = mkdtempSync(join(env["RUNNER_TEMP"] ?? "", "python-"));
  const prepared = ask("import sysconfig; print(sysconfig.get_path('purelib'))", "python3");
  execFileSync("python3", ["-m", "venv", "--without-pip", folder]);
  const python = join(folder, "bin", "python");
  writeFileSync(
    join(ask("import sysconfig; print(sysconfig.get_path('purelib'))", python), "prepared.pth"),
    `${prepared}\n`,
  );
  const pip = join(folder, "bin", "pip");
  writeFileSync(pip, '#!/bin/sh\nexec "$(dirname "$0")/python" -m pip "$@"\n');
  chmodSync(pip, 0o755);

  const version = ask("import platform; print(platform.python_version())", python);
  const wanted = getInput("python-version");
  info(`Python ${version}${wanted === "" || version.startsWith(wanted) ? "" : ` (asked for: ${wanted})`}`);
  addPath(join(folder, "bin"));
  exportVariable("pythonLocation", folder);
  setOutput("python-version", version);
  setOutput("python-path", python);
  setOutput("cache-hit", "false");
}

function ask(code: string, python: string): string {
  return execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
}

try {
  setUpPython();
} catch (error) {
  setFailed(error instanceof Error ? error : String(error));
}
