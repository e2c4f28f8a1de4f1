import { spawnSync } from "node:child_process";

/**
 * Whether a program can be started, so that a test that needs it can be skipped with a line that says how to install
 * it. With `PAWL_REQUIRE_ALL=1` in the environment nothing is skipped: then a missing program throws. `args` is what
 * proves that it is there.
 */
export function requireProgram(name: string, installHint: string, args: readonly string[] = ["--version"]): boolean {
  if (spawnSync(name, args, { stdio: "ignore", timeout: 60_000 }).status === 0) return true;
  const sentence = `${[name, ...args].join(" ")} does not work here: ${installHint}`;
  if (process.env["PAWL_REQUIRE_ALL"] === "1") throw new Error(sentence);
  console.warn(`skipped: ${sentence}`);
  return false;
}
