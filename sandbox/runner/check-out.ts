import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Checkout {
  /** `http://…/acme/demo.git` */
  readonly cloneUrl: string;
  readonly token: string;
  /** Full SHA; for a pull request that of the test merge of head and base. */
  readonly commit: string;
  /** `refs/heads/main`, `refs/pull/7/merge` */
  readonly ref: string;
  /** Environment for git: the machine's own configuration is no business of a job. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Fetches one commit into `folder`, as actions/checkout does with its default depth, and leaves no token in the clone.
 * The commit is on a branch, because act takes a detached one for `master`.
 */
export async function checkOut(folder: string, { cloneUrl, token, commit, ref, environment }: Checkout): Promise<void> {
  await mkdir(folder, { recursive: true });
  const credentials = Buffer.from(`x-access-token:${token}`).toString("base64");
  const git = (...args: string[]) => run("git", args, { cwd: folder, env: { ...environment } });
  await git("init", "--quiet");
  await git("remote", "add", "origin", cloneUrl);
  await git(
    ...["-c", `http.extraHeader=Authorization: Basic ${credentials}`],
    ...["fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit],
  );
  await git("checkout", "--quiet", "-B", branchName(ref), commit);
}

function branchName(ref: string): string {
  return ref.replace(/^refs\/(heads\/)?/, "");
}
