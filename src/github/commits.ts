import type { AppIdentity } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import { type CommitOrigin, isOwnCommit } from "./own-commit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable, statusOf } from "./request-failure.ts";

/** What is wanted of one commit. */
export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** The App made it, as GitHub vouches. */
  readonly own: boolean;
}

/** The newest commit of a branch, or the commit itself; `undefined` where there is none. */
export async function readCommit(
  octokit: Octokit,
  { owner, repo }: Repository,
  ref: string,
  self: AppIdentity,
): Promise<CommitFacts | undefined> {
  try {
    // A list leaves out the files, which one commit brings along.
    const { data } = await octokit.rest.repos.listCommits({ owner, repo, sha: ref, per_page: 1 });
    const [commit] = data;
    return commit === undefined ? undefined : toFacts(commit, self);
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}

function toFacts(
  commit: CommitOrigin & {
    readonly sha: string;
    readonly commit: { readonly message: string; readonly tree: { readonly sha: string } };
    readonly parents: readonly { readonly sha: string }[];
  },
  self: AppIdentity,
): CommitFacts {
  return {
    sha: commit.sha,
    tree: commit.commit.tree.sha,
    parents: commit.parents.map(({ sha }) => sha),
    message: commit.commit.message,
    own: isOwnCommit(commit, self),
  };
}
