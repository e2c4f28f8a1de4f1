import { execFile } from "node:child_process";
import { platform, version } from "node:process";
import { promisify } from "node:util";
import { PawlError } from "../src/core/errors.ts";

const run = promisify(execFile);
const OLDEST_NODE = [20, 18] as const;

const INSTALL = {
  git: platform === "darwin" ? "xcode-select --install" : "sudo apt-get install -y git (or your system's own)",
  bash: platform === "darwin" ? "brew install bash" : "sudo apt-get install -y bash (or your system's own)",
} as const;

/**
 * The programs that have to be there before the sandbox can fetch anything itself, as one line for a person.
 *
 * @throws PawlError NOT_FOUND that names the missing program and how to install it.
 */
export async function checkTools(): Promise<string> {
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `Node ${OLDEST_NODE.join(".")} or newer is needed, this is ${version}`,
      hint: "nvm install 22 (or https://nodejs.org)",
    });
  }
  if (platform === "win32") {
    throw new PawlError({
      code: "NOT_FOUND",
      message: "the sandbox runs jobs with bash, and does not know Windows",
      hint: "Use the Windows Subsystem for Linux.",
    });
  }
  await demand("bash");
  return `Node ${version.slice(1)}, ${await demand("git")}`;
}

async function demand(program: keyof typeof INSTALL): Promise<string> {
  try {
    return (await run(program, ["--version"])).stdout.split("\n")[0] ?? program;
  } catch {
    throw new PawlError({ code: "NOT_FOUND", message: `${program} is not installed`, hint: INSTALL[program] });
  }
}
