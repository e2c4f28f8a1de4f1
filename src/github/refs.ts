import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isLostAnswer, isNotFound, isUnprocessable } from "./request-failure.ts";

export interface FileCommit {
  /** Commit that it is made on top of, and that one's tree. */
  readonly parent: string;
  readonly tree: string;
  readonly path: string;
  readonly text: string;
  readonly message: string;
}

const ATTEMPTS = 3;

/** A commit that changes one file, on no branch yet. Without an author, so that GitHub signs it as the App's. */
export async function createFileCommit(
  octokit: Octokit,
  { owner, repo }: Repository,
  { parent, tree, path, text, message }: FileCommit,
): Promise<string> {
  const made = await octokit.rest.git.createTree({
    owner,
    repo,
    base_tree: tree,
    tree: [{ path, mode: "100644", type: "blob", content: text }],
  });
  const { data } = await octokit.rest.git.createCommit({
    owner,
    repo,
    message,
    tree: made.data.sha,
    parents: [parent],
  });
  return data.sha;
}

/** Makes a branch stand at a commit, wherever it stood before. Repeating it changes nothing. */
export async function setBranch(
  octokit: Octokit,
  { owner, repo }: Repository,
  { branch, sha, exists }: { readonly branch: string; readonly sha: string; readonly exists: boolean },
): Promise<void> {
  let there = exists;
  for (let attempt = 1; ; attempt++) {
    try {
      if (there) await octokit.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: true });
      else await octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha });
      return;
    } catch (error) {
      // 422 or 404: it was made or deleted in between. No answer: either may be so.
      const other = isUnprocessable(error) || isNotFound(error);
      if ((!other && !isLostAnswer(error)) || attempt >= ATTEMPTS) throw error;
      there = other ? !there : true;
    }
  }
}
