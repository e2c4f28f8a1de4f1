import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a finished git process left. */
export interface GitOutcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The environment of every git process: nobody's own configuration, no prompts. */
export const GIT_ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
  GIT_AUTHOR_NAME: "GitHub",
  GIT_AUTHOR_EMAIL: "noreply@github.com",
  GIT_COMMITTER_NAME: "GitHub",
  GIT_COMMITTER_EMAIL: "noreply@github.com",
};

interface Waiting {
  readonly resolve: (outcome: GitOutcome) => void;
  readonly reject: (error: Error) => void;
}

type Answer = ({ readonly error: string } | GitOutcome) & { readonly id: number };

/** The process that starts git for this one, and who waits for which of its answers. */
interface Starter {
  readonly process: ChildProcess;
  readonly waiting: Map<number, Waiting>;
}

let starter: Starter | undefined;
let asked = 0;

/** Runs the system's git and resolves with its outcome, whatever the exit code. */
export function runGit(folder: string, args: readonly string[], input?: string | Buffer): Promise<GitOutcome> {
  starter ??= startStarter();
  const { process: child, waiting } = starter;
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    child.channel?.ref();
    child.send({ id, folder, args, input }, (error) => {
      if (error !== null) reject(error);
    });
  });
}

function startStarter(): Starter {
  const child = fork(fileURLToPath(new URL("git-starter.js", import.meta.url)), {
    env: GIT_ENVIRONMENT,
    execArgv: [],
    serialization: "advanced",
  });
  const waiting = new Map<number, Waiting>();
  // It keeps nobody alive that waits for nothing.
  child.unref();
  child.on("message", (answer: Answer) => {
    const who = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) child.channel?.unref();
    if ("error" in answer) who?.reject(new Error(answer.error));
    else who?.resolve({ ...answer, stdout: Buffer.from(answer.stdout) });
  });
  child.on("exit", () => {
    starter = undefined;
    for (const { reject } of waiting.values()) reject(new Error("the process that starts git has ended"));
  });
  return { process: child, waiting };
}
