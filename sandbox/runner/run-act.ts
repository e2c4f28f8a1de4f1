import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type ActCall, actArguments } from "./act-call.ts";
import { type Conclusion, createActLog, type JobProgress, type JobRecord } from "./act-log.ts";
import { endTrackedProcesses } from "./end-tracked-processes.ts";

export interface ActResult {
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobRecord[];
  /** What act itself had to say when no job did: a workflow that it cannot read. */
  readonly problem: string | undefined;
}

export interface ActOptions {
  readonly act: string;
  /** Environment of act itself, which every step inherits: name nothing that a job may not see. */
  readonly environment: Readonly<Record<string, string>>;
  /** `.actrc` is read from here, so it must not be a folder that the repository fills. */
  readonly workFolder: string;
  readonly trackingId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

const PATIENCE_MILLISECONDS = 10_000;

/** Runs one workflow with act and waits for its end. Aborting `signal` cancels it; no process of it survives. */
export async function runAct(call: ActCall, options: ActOptions): Promise<ActResult> {
  const { act, environment, workFolder, trackingId, signal, onProgress } = options;
  // A group of its own: Ctrl-C in the terminal reaches the sandbox, which then cancels in order.
  const child = spawn(act, actArguments(call), {
    cwd: workFolder,
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const log = createActLog();
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = `${errors}${text}`.slice(-10_000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const progress = log.add(line);
    if (progress !== undefined) onProgress(progress);
  });

  let force: NodeJS.Timeout | undefined;
  const cancel = () => {
    child.kill("SIGINT");
    force = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
  };
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return conclude({ jobs: log.jobs(), exitCode, cancelled: signal.aborted, errors });
  } finally {
    clearTimeout(force);
    signal.removeEventListener("abort", cancel);
    await endTrackedProcesses(trackingId);
  }
}

interface Outcome {
  readonly jobs: JobRecord[];
  readonly exitCode: number | null;
  readonly cancelled: boolean;
  readonly errors: string;
}

/** act's exit code is not to be trusted alone: it is 0 when every job was skipped for want of a runner. */
export function conclude({ jobs, exitCode, cancelled, errors }: Outcome): ActResult {
  if (cancelled) return { conclusion: "cancelled", jobs, problem: undefined };
  const failed = exitCode !== 0 || jobs.some(({ conclusion }) => conclusion === "failure");
  const problem = exitCode !== 0 && jobs.length === 0 ? withoutNotices(errors) : undefined;
  const skipped = jobs.every(({ conclusion }) => conclusion === "skipped");
  return { conclusion: failed ? "failure" : skipped ? "skipped" : "success", jobs, problem };
}

/** act says on every start, as JSON, that there is no Docker; what it dies of is plain text. */
function withoutNotices(errors: string): string {
  return errors
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n")
    .trim();
}
