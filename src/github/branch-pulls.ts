import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** A pull request from a branch that the App keeps for itself. */
export interface BranchPull {
  readonly number: number;
  readonly open: boolean;
  readonly merged: boolean;
  readonly headSha: string;
  readonly title: string;
  readonly body: string;
  /** When it last changed, a push to its branch included. */
  readonly updatedAt: string;
  /** The App opened it. */
  readonly own: boolean;
  /** Base of the web pages of the pull request. */
  readonly url: string;
}

/** More that were opened from one branch are long over. */
const MAX_LISTED = 50;

/** Pull requests from a branch of this repository, newest first, whatever became of them. */
export async function listPullsOfBranch(
  octokit: Octokit,
  { owner, repo }: Repository,
  branch: string,
  self: AppIdentity,
): Promise<readonly BranchPull[]> {
  const { data } = await octokit.rest.pulls.list({
    owner,
    repo,
    state: "all",
    head: `${owner}:${branch}`,
    sort: "created",
    direction: "desc",
    per_page: MAX_LISTED,
  });
  return (
    data
      // An organization may have forks of its own repositories, which `head` names alike.
      .filter(({ head, base }) => head.ref === branch && head.repo?.id === base.repo.id)
      .map((pull) => ({
        number: pull.number,
        open: pull.state === "open",
        merged: pull.merged_at !== null,
        headSha: pull.head.sha,
        title: pull.title,
        body: pull.body ?? "",
        updatedAt: pull.updated_at,
        own: isOwn(pull, self),
        url: pull.html_url,
      }))
      .sort((a, b) => b.number - a.number)
  );
}

export interface NewPull {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** Opens a pull request and returns its number. Never repeated by the client: after a lost answer the caller lists again. */
export async function createPull(octokit: Octokit, { owner, repo }: Repository, wish: NewPull): Promise<number> {
  const { branch: head, ...rest } = wish;
  const { data } = await octokit.rest.pulls.create({ owner, repo, head, ...rest });
  return data.number;
}

export async function updatePull(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
  change: { readonly title?: string; readonly body?: string; readonly state?: "closed" },
): Promise<void> {
  await octokit.rest.pulls.update({ owner, repo, pull_number: number, ...change });
}
