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
  /** Login of whoever its author's address belongs to; a claim, as anybody may write any address. */
  readonly author: string | undefined;
}

/** A commit or a branch's newest one, and what it was made on top of, newest first; empty where there is none. */
export async function listCommits(
  octokit: Octokit,
  { owner, repo }: Repository,
  { ref, self, atMost }: { readonly ref: string; readonly self: AppIdentity; readonly atMost: number },
): Promise<readonly CommitFacts[]> {
  try {
    const { data } = await octokit.rest.repos.listCommits({ owner, repo, sha: ref, per_page: atMost });
    return data.map((commit) => toFacts(commit, self));
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error) || statusOf(error) === 409) return [];
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
    author: commit.author?.login,
  };
}
