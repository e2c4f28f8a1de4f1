import type { Octokit } from "./octokit.ts";
import { formatRepository, type Repository } from "./repository.ts";
import { isNotFound, isUnprocessable } from "./request-failure.ts";

/** What the App wants to know about a pull request. */
export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly headSha: string;
  readonly headRef: string;
  /** `owner/name` of where the head is; undefined where that repository was deleted. */
  readonly headRepository: string | undefined;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly defaultBranch: string;
  /** The head is in another repository. */
  readonly fork: boolean;
  readonly author: string;
  readonly authorIsBot: boolean;
  /** Base of the web pages, `https://github.com`. */
  readonly serverUrl: string;
  readonly updatedAt: string;
  readonly labels: readonly string[];
  /** Closed by merging. */
  readonly merged: boolean;
}

interface PullRequestAnswer {
  readonly number: number;
  readonly state: string;
  readonly html_url: string;
  readonly updated_at: string;
  readonly merged_at?: string | null;
  readonly labels?: readonly { readonly name?: string | null }[];
  readonly user: { readonly login: string; readonly type?: string } | null;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: RepositoryAnswer | null };
  readonly base: { readonly sha: string; readonly ref: string; readonly repo: RepositoryAnswer };
}

interface RepositoryAnswer {
  readonly id: number;
  readonly full_name: string;
  readonly default_branch?: string;
}

/** More open pull requests than this are not searched for a head commit. */
const MAX_SEARCHED_PAGES = 10;

/** One pull request; `undefined` where there is none of that number. */
export async function readPullRequest(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
): Promise<PullRequest | undefined> {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
    return toPullRequest(data);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Open pull requests, the most recently updated first, at most `pages` times 100. */
export async function listOpenPullRequests(
  octokit: Octokit,
  { owner, repo }: Repository,
  pages: number,
): Promise<readonly PullRequest[]> {
  const found: PullRequest[] = [];
  let seen = 0;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.list, {
    owner,
    repo,
    state: "open",
    sort: "updated",
    direction: "desc",
    per_page: 100,
  })) {
    found.push(...data.map(toPullRequest));
    seen += 1;
    if (seen >= pages) break;
  }
  return found;
}

/**
 * Open pull requests of this repository whose head is `sha`. The payload of a workflow run names none for forks, and
 * GitHub connects commits and pull requests within one repository only; so three ways are tried, the cheapest first.
 *
 * @param head `owner:branch` of the workflow run, where it is known.
 */
export async function findPullRequestsOf(
  octokit: Octokit,
  repository: Repository,
  sha: string,
  head: string | undefined,
): Promise<readonly PullRequest[]> {
  const { owner, repo } = repository;
  const ofThis = (pulls: readonly PullRequestAnswer[]) =>
    pulls
      .filter((pull) => pull.state === "open" && pull.head.sha === sha && isIn(pull.base.repo, repository))
      .map(toPullRequest);
  if (head !== undefined) {
    const { data } = await octokit.rest.pulls.list({ owner, repo, state: "open", head, per_page: 100 });
    const found = ofThis(data);
    if (found.length > 0) return found;
  }
  const associated = ofThis(await listAssociated(octokit, repository, sha));
  if (associated.length > 0) return associated;
  return (await listOpenPullRequests(octokit, repository, MAX_SEARCHED_PAGES)).filter(({ headSha }) => headSha === sha);
}

async function listAssociated(octokit: Octokit, { owner, repo }: Repository, sha: string) {
  try {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: sha });
    return data;
  } catch (error) {
    // A commit that this repository does not have: 404 or 422.
    if (isNotFound(error) || isUnprocessable(error)) return [];
    throw error;
  }
}

function isIn({ full_name }: RepositoryAnswer, repository: Repository): boolean {
  return full_name.toLowerCase() === formatRepository(repository).toLowerCase();
}

function toPullRequest(pull: PullRequestAnswer): PullRequest {
  return {
    number: pull.number,
    open: pull.state === "open",
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    headRepository: pull.head.repo?.full_name,
    baseSha: pull.base.sha,
    baseRef: pull.base.ref,
    defaultBranch: pull.base.repo.default_branch ?? pull.base.ref,
    fork: pull.head.repo?.id !== pull.base.repo.id,
    author: pull.user?.login ?? "ghost",
    authorIsBot: pull.user?.type === "Bot" || (pull.user?.login.endsWith("[bot]") ?? false),
    serverUrl: serverUrlOf(pull.html_url, pull.base.repo.full_name),
    updatedAt: pull.updated_at,
    labels: (pull.labels ?? []).flatMap(({ name }) => name ?? []),
    merged: pull.merged_at !== undefined && pull.merged_at !== null,
  };
}

/** GitHub says itself where its pages are; nothing is assumed about the host. */
function serverUrlOf(htmlUrl: string, fullName: string): string {
  const at = htmlUrl.toLowerCase().lastIndexOf(`/${fullName.toLowerCase()}/`);
  return at === -1 ? new URL(htmlUrl).origin : htmlUrl.slice(0, at);
}
