import { type ChildProcess, spawn } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

export interface ChildOptions {
  /** As it is called when something goes wrong with it. */
  readonly name: string;
  /** TypeScript file to run. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly onMessage?: (message: unknown) => void;
}

export interface Child {
  readonly name: string;
  readonly send: (message: object) => void;
  /** The last 10,000 characters that it printed. */
  readonly output: () => string;
  /** Rejects when the process ends before it was told to. */
  readonly unexpectedEnd: Promise<never>;
  /** SIGTERM, then SIGKILL after eight seconds. */
  readonly close: () => Promise<void>;
}

const OUTPUT_CHARACTERS = 10_000;
const PATIENCE_MILLISECONDS = 8000;
const PRELOAD = fileURLToPath(new URL("leave-with-parent.ts", import.meta.url));

/**
 * Starts a process of the sandbox. It has a group of its own, so that Ctrl-C reaches only the demo, which then closes
 * everything in order; and it leaves by itself when the demo is gone.
 */
export function startChild({ name, script, args = [], environment, onMessage }: ChildOptions): Child {
  const child = spawn(execPath, ["--import", "tsx", "--import", PRELOAD, script, ...args], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = `${output}${text}`.slice(-OUTPUT_CHARACTERS);
    });
  }
  if (onMessage !== undefined) child.on("message", onMessage);

  let closing = false;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const unexpectedEnd = ended.then(async (code): Promise<never> => {
    // A process that was told to end is no surprise, so this then stays open for ever.
    if (closing) return new Promise(() => undefined);
    throw new Error(`${name} ended with exit code ${String(code)}:\n${output.trim()}`);
  });
  unexpectedEnd.catch(() => undefined);
  return {
    name,
    send: (message) => void child.send(message),
    output: () => output,
    unexpectedEnd,
    close: () => {
      closing = true;
      return end(child, ended);
    },
  };
}

async function end(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
  await ended;
  clearTimeout(force);
}
