import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { env } from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface CloneOptions {
  /** `http://…/acme/demo.git` */
  readonly cloneUrl: string;
  readonly login: string;
  readonly token: string;
  /** Where the clone's folder is made; the system's folder for such things if not given. */
  readonly below?: string;
}

/** A person's clone of a repository, driven as a person would: edit, commit, push. */
export interface WorkingClone {
  readonly folder: string;
  /** Switches to `branch`; made from `from` (`origin/main`) where it is given. */
  readonly switchTo: (branch: string, from?: string) => Promise<void>;
  /** Commits everything that has changed and pushes the branch. Returns the full SHA. */
  readonly push: (message: string) => Promise<string>;
  readonly remove: () => Promise<void>;
}

// What a run leaves behind is ignored by git in the example too, but there is no need to copy it.
const LEFT_BEHIND = new Set([
  "__pycache__",
  "metrics.json",
  "custom-metrics.json",
  "predictions.parquet",
  "flights-3m.parquet",
  "deliveries",
  "week.parquet",
]);

/** A new repository with the files of `template` and nothing committed yet. */
export async function createWorkingClone(template: string, options: CloneOptions): Promise<WorkingClone> {
  const clone = await openClone(options);
  await clone.git("init", "--quiet", "--initial-branch=main");
  await clone.git("remote", "add", "origin", options.cloneUrl);
  await cp(template, clone.folder, { recursive: true, filter: (file) => !LEFT_BEHIND.has(basename(file)) });
  return clone;
}

/** A clone of what is there already. */
export async function cloneRepository(options: CloneOptions): Promise<WorkingClone> {
  const clone = await openClone(options);
  await clone.git("clone", "--quiet", options.cloneUrl, ".");
  return clone;
}

interface OpenClone extends WorkingClone {
  readonly git: (...args: string[]) => Promise<string>;
}

async function openClone({ login, token, below = tmpdir() }: CloneOptions): Promise<OpenClone> {
  const folder = await mkdtemp(join(below, "pawl-clone-"));
  const credentials = Buffer.from(`x-access-token:${token}`).toString("base64");
  const identity = ["-c", `user.name=${login}`, "-c", `user.email=${login}@users.noreply.localhost`];
  const git = async (...args: string[]) => {
    const authorization = ["-c", `http.extraHeader=Authorization: Basic ${credentials}`];
    const environment = { PATH: env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
    const { stdout } = await run("git", [...authorization, ...identity, ...args], { cwd: folder, env: environment });
    return stdout.trim();
  };
  return {
    folder,
    git,
    switchTo: async (branch, from) => {
      if (from !== undefined) await git("fetch", "--quiet", "origin");
      await git("switch", "--quiet", ...(from === undefined ? [branch] : ["--create", branch, from]));
    },
    push: async (message) => {
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
      await git("push", "--quiet", "origin", "HEAD");
      return git("rev-parse", "HEAD");
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
