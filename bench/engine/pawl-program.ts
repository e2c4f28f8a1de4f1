import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { Job } from "../../tools/make-job.ts";
import type { Program } from "./measure-process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../src/cli/pawl.js", import.meta.url));
const BUNDLE = fileURLToPath(new URL("../../actions/dist/index.js", import.meta.url));

/** `pawl …` at a terminal, with what it prints in a file. */
export function pawlProgram(args: readonly string[], output: string): Program {
  return {
    command: "bash",
    arguments: ["-c", 'exec "$0" "$@" > "$PAWL_BENCH_OUTPUT"', execPath, COMMAND, ...args],
    env: { ...process.env, PAWL_BENCH_OUTPUT: output },
  };
}

/** An action's step as a runner runs it: the bundle, with the engine that is installed here. */
export function actionProgram({ folder, env }: Job, name: string, inputs: Readonly<Record<string, string>>): Program {
  return {
    command: execPath,
    arguments: [BUNDLE, name],
    folder,
    env: { ...env, PAWL_DUCKDB: ROOT, PAWL_INPUTS: JSON.stringify(inputs) },
  };
}

/** The evidence that a step names in its outputs. */
export function evidencePath(outputs: string): string {
  return /^evidence(?:=|<<.*\n)(.+)$/m.exec(outputs)?.[1] ?? "";
}
