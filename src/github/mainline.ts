import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable, statusOf } from "./request-failure.ts";

/** A commit that a branch itself pointed at: not one that came in beside, by a merge. */
export interface MainlineCommit {
  readonly sha: string;
  /** GitHub's form of the committer's clock. */
  readonly committedAt: string;
  /** Login of its author, where GitHub knows one. */
  readonly author: string | undefined;
}

export interface Mainline {
  /** Newest first, without `until`. */
  readonly commits: readonly MainlineCommit[];
  /** `reached`: the commit `until` is below them. `ended`: the first commit of all is among them. `cut`: there are more. */
  readonly end: "reached" | "ended" | "cut";
}

const PER_PAGE = 100;

/**
 * The commits that a branch pointed at since `until`, by first parents: what a merge brought in counts as one step. A list
 * of the commits that touch a file would not do, because git leaves merges out of it.
 */
export async function listMainline(
  octokit: Octokit,
  repository: Repository,
  { head, until, atMost }: { readonly head: string; readonly until: string | undefined; readonly atMost: number },
): Promise<Mainline> {
  const commits: MainlineCommit[] = [];
  let next: string | undefined = head;
  while (next !== undefined && next !== until && commits.length < atMost) {
    const page: ReadonlyMap<string, ListedCommit> = await listFrom(octokit, repository, next);
    const before = commits.length;
    while (next !== undefined && next !== until && commits.length < atMost) {
      const found: ListedCommit | undefined = page.get(next);
      if (found === undefined) break;
      commits.push(found.commit);
      next = found.parent;
    }
    if (commits.length === before) return { commits, end: "cut" };
  }
  if (next === undefined) return { commits, end: "ended" };
  return { commits, end: next === until ? "reached" : "cut" };
}

interface ListedCommit {
  readonly commit: MainlineCommit;
  readonly parent: string | undefined;
}

async function listFrom(
  octokit: Octokit,
  { owner, repo }: Repository,
  sha: string,
): Promise<ReadonlyMap<string, ListedCommit>> {
  try {
    const { data } = await octokit.rest.repos.listCommits({ owner, repo, sha, per_page: PER_PAGE });
    return new Map(
      data.map(({ sha: id, commit, parents, author }) => [
        id,
        {
          commit: { sha: id, committedAt: commit.committer?.date ?? "", author: author?.login },
          parent: parents[0]?.sha,
        },
      ]),
    );
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error) || statusOf(error) === 409) return new Map();
    throw error;
  }
}
