import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { PawlError } from "../core/errors.ts";
import type { Outcome } from "../core/evidence/run-evidence.ts";
import { createCommandLog } from "./command-log.ts";
import { isGroupAlive, killEverything, type RunningCommand, signalGroup } from "./end-processes.ts";
import type { Redact } from "./redact.ts";

export interface CommandRequest {
  /** A script for bash, of one line or many; the first line that fails ends it (`bash -eo pipefail`). */
  readonly command: string;
  readonly folder: string;
  /** The whole environment of the command: see `childEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  /** The mark that `env` carries. */
  readonly mark: string;
  readonly redact: Redact;
  /** Where the log is kept; not kept if absent. */
  readonly logFile?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Between asking a command to stop and killing it. */
  readonly graceSeconds: number;
  /** Called with the id of the process that everything else descends from. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Where output goes as it comes; the step's own output if absent. */
  readonly output?: { readonly write: (chunk: Buffer) => unknown } | undefined;
}

export interface CommandResult {
  readonly outcome: Outcome;
  /** What the step should exit with: the command's own code, 124 after a timeout, 128 + signal where one ended it. */
  readonly exitCode: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly wallSeconds: number;
  /** Sentences for the evidence. */
  readonly notes: readonly string[];
}

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type ForwardedSignal = (typeof FORWARDED)[number];

// GitHub cancels with SIGINT, 7.5 s later SIGTERM, and kills 2.5 s after that. Of those, half is left for writing evidence.
const AFTER_SECOND_SIGNAL_MS = 1000;
const OUTPUT_GRACE_MS = 2000;
const TIMEOUT_EXIT_CODE = 124;

/**
 * Runs a user's command in a process group of its own. Its output is passed on byte by byte as it comes, stdout and
 * stderr through one pipe so that their order is kept. SIGINT, SIGTERM and SIGHUP that reach this process are passed
 * on to the group; who is still there after the grace period is killed, processes that left the group included.
 * A command that fails is a result. Throws `INPUT_INVALID` only where bash cannot be started.
 */
export async function runCommand(request: CommandRequest): Promise<CommandResult> {
  const scripts = scriptFolder(request.env["RUNNER_TEMP"]);
  try {
    const script = join(scripts, "command.sh");
    writeFileSync(script, `${request.command}\n`, { mode: 0o600 });
    return await runScript(script, request);
  } finally {
    rmSync(scripts, { recursive: true, force: true });
  }
}

/** The runner empties its temporary folder after a job, also when this process cannot. */
function scriptFolder(temporary: string | undefined): string {
  const parent = temporary !== undefined && existsSync(temporary) ? temporary : tmpdir();
  return mkdtempSync(join(parent, "pawl-command-"));
}

async function runScript(script: string, request: CommandRequest): Promise<CommandResult> {
  const startedAt = new Date();
  const started = process.hrtime.bigint();
  const log = createCommandLog(request.redact, request.logFile);
  const child = spawn("bash", ["-c", 'exec bash --noprofile --norc -eo pipefail "$1" 2>&1', "bash", script], {
    cwd: request.folder,
    detached: true,
    env: request.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = request.output ?? process.stdout;
  child.stdout.on("data", (chunk: Buffer) => {
    output.write(chunk);
    log.write(chunk);
  });
  const exit = once(child, "exit");
  const closed = once(child.stdout, "close");
  for (const promise of [exit, closed]) promise.catch(() => undefined); // `startOf` tells of a failed start.
  await startOf(child);
  const command: RunningCommand = { pid: child.pid ?? 0, mark: request.mark };
  request.onStart?.(command.pid);

  const ending = superviseEnd(command, request);
  await exit;
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  await ending.finish();
  const notes = await finishOutput(child, closed);
  log.close();
  ending.release();
  const logProblem = log.problem();
  return {
    ...toOutcome(child, ending.reason(), log.tail(), wallSeconds),
    startedAt,
    finishedAt: new Date(),
    wallSeconds,
    notes: [...notes, ...oomNote(child, ending.killed()), ...(logProblem === undefined ? [] : [logProblem])],
  };
}

async function startOf(child: ChildProcess): Promise<void> {
  try {
    await once(child, "spawn");
  } catch (cause) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "bash could not be started to run the command",
      hint: "The runner needs bash on its PATH, and the working folder must exist.",
      cause,
    });
  }
}

type EndReason =
  | { readonly kind: "signal"; readonly signal: ForwardedSignal }
  | { readonly kind: "timeout"; readonly seconds: number };

/**
 * Listens for signals and the timeout. `finish` waits until nobody of a command that was asked to stop is left; what
 * comes later no longer changes the reason, but signals are held until `release`.
 */
function superviseEnd(command: RunningCommand, { timeoutSeconds, graceSeconds }: CommandRequest) {
  let reason: EndReason | undefined;
  let killed = false;
  let finished = false;
  let deadline = Number.POSITIVE_INFINITY;
  let killer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    killed = true;
    killEverything(command);
  };
  const killWithin = (milliseconds: number): void => {
    deadline = Math.min(deadline, Date.now() + milliseconds);
    clearTimeout(killer);
    killer = setTimeout(kill, Math.max(0, deadline - Date.now()));
  };
  const onSignal = (signal: ForwardedSignal): void => {
    signalGroup(command, signal);
    if (finished) return;
    killWithin(reason === undefined ? graceSeconds * 1000 : AFTER_SECOND_SIGNAL_MS);
    reason ??= { kind: "signal", signal };
  };
  for (const signal of FORWARDED) process.on(signal, onSignal);
  const timeout =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          reason ??= { kind: "timeout", seconds: timeoutSeconds };
          signalGroup(command, "SIGTERM");
          killWithin(graceSeconds * 1000);
        }, timeoutSeconds * 1000);
  return {
    reason: () => reason,
    killed: () => killed,
    finish: async () => {
      clearTimeout(timeout);
      finished = reason === undefined;
      while (reason !== undefined && Date.now() < deadline && isGroupAlive(command)) await wait(50);
      finished = true;
      clearTimeout(killer);
      if (reason !== undefined) killEverything(command);
    },
    release: () => {
      for (const signal of FORWARDED) process.off(signal, onSignal);
    },
  };
}

/** Background processes of the command can keep the pipe open for ever; they are left alone, but not waited for. */
async function finishOutput(child: ChildProcess, closed: Promise<unknown>): Promise<string[]> {
  const ended = await Promise.race([closed.then(() => true), wait(OUTPUT_GRACE_MS, false, { ref: false })]);
  if (ended) return [];
  child.stdout?.destroy();
  return ["The command left processes running in the background; what they print after its end is not in the log."];
}

function toOutcome(child: ChildProcess, reason: EndReason | undefined, logTail: string[], wallSeconds: number) {
  const { exitCode, signalCode } = child;
  if (reason?.kind === "timeout") {
    const outcome: Outcome = { kind: "timed-out", afterSeconds: wallSeconds, logTail };
    return { outcome, exitCode: TIMEOUT_EXIT_CODE };
  }
  if (reason?.kind === "signal") {
    const outcome: Outcome = { kind: "cancelled", signal: reason.signal, logTail };
    return { outcome, exitCode: 128 + constants.signals[reason.signal] };
  }
  if (exitCode === 0) return { outcome: { kind: "succeeded", exitCode } satisfies Outcome, exitCode };
  const code = exitCode ?? 128 + (signalCode === null ? 0 : constants.signals[signalCode]);
  const outcome: Outcome = {
    kind: "failed",
    exitCode: code,
    ...(signalCode === null ? {} : { signal: signalCode }),
    logTail,
  };
  return { outcome, exitCode: code };
}

function oomNote(child: ChildProcess, killedByUs: boolean): string[] {
  const killed = child.signalCode === "SIGKILL" || child.exitCode === 128 + 9;
  if (!killed || killedByUs) return [];
  return [
    "The command was killed by SIGKILL, and not by Pawl: most often the machine or the container ran out of memory.",
  ];
}
