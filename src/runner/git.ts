import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

// A checkout that belongs to another user (a job in a container) is refused by git unless it is called safe, which
// counts only on the command line and in protected files. No hook, pager or monitor of the repository is started.
const options = (folder: string) => [
  "-C",
  folder,
  "-c",
  "safe.directory=*",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
];

const environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
});

/** Output of a git command in `folder`; rejects where git is missing, fails or prints more than 256 MiB. */
export async function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run("git", [...options(folder), ...args], {
    env: environment(env),
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: "utf8",
  });
  return stdout;
}

/** The same with text on its standard input. */
export async function gitWithInput(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: string,
): Promise<string> {
  const running = run("git", [...options(folder), ...args], {
    env: environment(env),
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: "utf8",
  });
  running.child.stdin?.on("error", () => undefined);
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** The commit that is checked out in `folder`; `undefined` where there is none or no git. */
export function checkedOutCommit(folder: string, env: NodeJS.ProcessEnv): string | undefined {
  const plain = plainHead(join(folder, ".git"));
  if (plain !== undefined) return plain;
  try {
    const text = execFileSync("git", [...options(folder), "rev-parse", "--verify", "HEAD"], {
      env: environment(env),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    }).trim();
    return COMMIT.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The commit where the repository keeps it in plain files, as after a checkout; git itself is asked about everything else. */
function plainHead(repository: string): string | undefined {
  try {
    const head = readFileSync(join(repository, "HEAD"), "utf8").trim();
    const branch = /^ref: (refs\/heads\/(?!.*\.\.)[\w./-]+)$/.exec(head)?.[1];
    const commit = branch === undefined ? head : readFileSync(join(repository, branch), "utf8").trim();
    return COMMIT.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}
