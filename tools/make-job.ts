import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder and an environment such as a runner gives to a step of a job. */
export interface Job {
  /** The workspace: a git repository with one commit. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => Promise<void>;
}

const GIT_IDENTITY = {
  GIT_AUTHOR_NAME: "job",
  GIT_AUTHOR_EMAIL: "job@example.com",
  GIT_COMMITTER_NAME: "job",
  GIT_COMMITTER_EMAIL: "job@example.com",
};

/** Commits `files` into a new repository and describes a push of it, as GitHub Actions would. */
export async function makeJob(files: Readonly<Record<string, string>>): Promise<Job> {
  const root = await mkdtemp(join(tmpdir(), "pawl-job-"));
  const folder = join(root, "workspace");
  const temporary = join(root, "temp");
  await mkdir(folder);
  await mkdir(temporary);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", env: { ...process.env, ...GIT_IDENTITY } }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message", "Begin");
  const sha = git("rev-parse", "HEAD");
  const repository = { full_name: "acme/flights", default_branch: "main" };
  await writeFile(join(temporary, "event.json"), JSON.stringify({ ref: "refs/heads/main", after: sha, repository }));
  for (const name of ["output", "summary", "env"]) await writeFile(join(temporary, name), "");
  return { folder, env: jobEnvironment({ folder, temporary, sha }), remove: () => rm(root, { recursive: true }) };
}

/** `PATH` and `HOME` are the caller's; nothing else of its environment comes along. */
function jobEnvironment(job: { folder: string; temporary: string; sha: string }): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: fileURLToPath(new URL("../actions/train", import.meta.url)),
    GITHUB_ACTOR: "mona",
    GITHUB_ENV: join(job.temporary, "env"),
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: join(job.temporary, "event.json"),
    GITHUB_JOB: "train",
    GITHUB_OUTPUT: join(job.temporary, "output"),
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REPOSITORY: "acme/flights",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "9001",
    GITHUB_RUN_NUMBER: "41",
    GITHUB_SHA: job.sha,
    GITHUB_STEP_SUMMARY: join(job.temporary, "summary"),
    GITHUB_WORKFLOW: "train",
    GITHUB_WORKFLOW_REF: "acme/flights/.github/workflows/train.yml@refs/heads/main",
    GITHUB_WORKSPACE: job.folder,
    RUNNER_ARCH: "X64",
    RUNNER_NAME: "bench",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: job.temporary,
  };
}
