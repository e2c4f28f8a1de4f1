import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

export interface ActionJob {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly commit: string;
  /** Writes a file of the checkout. */
  readonly write: (path: string, text: string) => void;
  /** Puts an executable in front of the job's PATH. */
  readonly addProgram: (name: string, script: string) => void;
  readonly start: (command: string, inputs: Record<string, string>, env?: Record<string, string>) => StartedAction;
}

export interface StartedAction {
  readonly process: ChildProcess;
  readonly ended: Promise<EndedAction>;
  /** Resolves when the action has printed `text`. */
  readonly prints: (text: string) => Promise<void>;
}

export interface EndedAction {
  readonly code: number | null;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A checkout with one commit and the environment of a job, in which a step of the bundle can be run as GitHub would. */
export function createActionJob(bundle: string, files: Readonly<Record<string, string>> = {}): ActionJob {
  const root = temporaryFolder();
  const workspace = join(root, "demo", "demo");
  const programs = join(root, "programs");
  for (const folder of [workspace, programs, join(root, "temp")]) mkdirSync(folder, { recursive: true });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", workspace, "-c", "user.name=Ana", "-c", "user.email=ana@example.com", ...args], {
      encoding: "utf8",
    }).trim();
  git("init", "-q", "-b", "main");
  git("add", "--all");
  git("commit", "-q", "--allow-empty", "-m", "First");
  const commit = git("rev-parse", "HEAD");
  const env: Record<string, string> = {
    PATH: `${programs}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: root,
    ...jobVariables(root, workspace, commit),
  };
  let steps = 0;
  return {
    workspace,
    env,
    commit,
    write,
    addProgram: (name, script) => {
      writeFileSync(join(programs, name), script);
      chmodSync(join(programs, name), 0o755);
    },
    start: (command, inputs, more = {}) => {
      steps += 1;
      const output = join(root, "temp", `output-${String(steps)}`);
      const summary = join(root, "temp", `summary-${String(steps)}`);
      for (const file of [output, summary]) writeFileSync(file, "");
      const variables = {
        ...env,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        PAWL_INPUTS: JSON.stringify(inputs),
      };
      // As in action.yml: bash makes way for the program.
      const child = spawn("bash", ["-c", `exec node "${bundle}/index.js" ${command}`], {
        cwd: workspace,
        env: { ...variables, ...more },
        stdio: ["ignore", "pipe", "inherit"],
      });
      return follow(child, output, summary);
    },
  };
}

function jobVariables(root: string, workspace: string, commit: string): Record<string, string> {
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "acme/demo",
    GITHUB_SHA: commit,
    GITHUB_REF: "refs/heads/main",
    GITHUB_EVENT_NAME: "push",
    GITHUB_RUN_ID: "9001",
    GITHUB_RUN_NUMBER: "57",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW: "Train",
    GITHUB_WORKFLOW_REF: "acme/demo/.github/workflows/train.yml@refs/heads/main",
    GITHUB_JOB: "train",
    GITHUB_ACTOR: "ana",
    RUNNER_NAME: "runner-1",
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_TEMP: join(root, "temp"),
  };
}

function follow(child: ChildProcess, output: string, summary: string): StartedAction {
  let printed = "";
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString("utf8");
    for (const { text, resolve } of waiting) if (printed.includes(text)) resolve();
  });
  const ended = new Promise<EndedAction>((resolve) => {
    child.on("close", (code) =>
      resolve({
        code,
        printed,
        outputs: parseOutputs(readFileSync(output, "utf8")),
        summary: readFileSync(summary, "utf8"),
      }),
    );
  });
  return {
    process: child,
    ended,
    prints: (text) =>
      new Promise((resolve) => {
        if (printed.includes(text)) resolve();
        else waiting.push({ text, resolve });
      }),
  };
}

/** The runner's format: `name<<delimiter`, lines, `delimiter`; a later value of a name wins. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const match of text.matchAll(/^(.+?)<<(.+)\r?\n([\s\S]*?)\r?\n?\2$/gm)) outputs[match[1] ?? ""] = match[3] ?? "";
  return outputs;
}
