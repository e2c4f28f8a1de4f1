import type { TreeFile } from "../core/evidence/input-digest.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable, statusOf } from "./request-failure.ts";

/**
 * All files of a commit, with their blob ids, as `git ls-files` has them: links and submodules too. `undefined` where there
 * is no such commit, or where GitHub lists only a part of them (from 100,000 files or 7 MB on).
 */
export async function listFilesAt(
  octokit: Octokit,
  { owner, repo }: Repository,
  commit: string,
): Promise<readonly TreeFile[] | undefined> {
  try {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: "1" });
    if (data.truncated) return undefined;
    return data.tree.flatMap(({ type, mode, sha, path }) => (type === "tree" ? [] : [{ mode, sha, path }]));
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}
