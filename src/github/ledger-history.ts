import { PawlError } from "../core/errors.ts";
import { LEDGER_BRANCH } from "../core/evidence/ledger-index.ts";
import type { AppIdentity } from "./app-identity.ts";
import { listMergeCommits } from "./merge-commits.ts";
import type { Octokit } from "./octokit.ts";
import { isOwnCommit } from "./own-commit.ts";
import { formatRepository, type Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** Who made the ledger's newest commits. */
export interface LedgerHistory {
  readonly head: string;
  /** The newest commit that the App made; undefined where there is none. */
  readonly trusted: string | undefined;
  /** Commits on top of it that somebody else made, newest first. */
  readonly foreign: readonly { readonly sha: string; readonly author: string | undefined }[];
}

/** One page is what is needed where nobody but the App writes; GitHub lists a hundred at most. */
const FIRST_PAGE = 5;
const MAX_PAGES = 100;

/**
 * The ledger's head and whose it is, in two calls where it is the App's; `undefined` as long as there is no ledger.
 *
 * @throws `LEDGER_CONFLICT` where ten thousand commits in a row are somebody else's.
 */
export async function readLedgerHistory(
  octokit: Octokit,
  repository: Repository,
  self: AppIdentity,
): Promise<LedgerHistory | undefined> {
  const first = await listPage(octokit, repository, FIRST_PAGE, 1);
  const [head] = first ?? [];
  if (first === undefined || head === undefined) return undefined;
  const merged = await listMergeCommits(octokit, repository, LEDGER_BRANCH);
  const isOwn = (commit: (typeof first)[number]) => isOwnCommit(commit, self) && !merged.has(commit.sha);
  const own = first.find(isOwn);
  if (own !== undefined || first.length < FIRST_PAGE) return toHistory(first, own?.sha);
  const seen: (typeof first)[number][] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const commits = (await listPage(octokit, repository, 100, page, head.sha)) ?? [];
    seen.push(...commits);
    const trusted = commits.find(isOwn);
    if (trusted !== undefined || commits.length < 100) return toHistory(seen, trusted?.sha);
  }
  throw new PawlError({
    code: "LEDGER_CONFLICT",
    message: `the newest ${String(MAX_PAGES * 100)} commits on branch ${LEDGER_BRANCH} of ${formatRepository(repository)} are not this App's`,
    hint: `Set the branch back to the App's last own commit, and let a ruleset keep others from pushing to it.`,
  });
}

function toHistory(
  commits: readonly { readonly sha: string; readonly author?: { readonly login?: string } | null }[],
  trusted: string | undefined,
): LedgerHistory {
  const end = commits.findIndex(({ sha }) => sha === trusted);
  const above = end === -1 ? commits : commits.slice(0, end);
  return {
    head: commits[0]?.sha ?? "",
    trusted,
    foreign: above.map(({ sha, author }) => ({ sha, author: author?.login })),
  };
}

async function listPage(
  octokit: Octokit,
  { owner, repo }: Repository,
  size: number,
  page: number,
  sha: string = LEDGER_BRANCH,
) {
  try {
    const { data } = await octokit.rest.repos.listCommits({ owner, repo, sha, per_page: size, page });
    return data;
  } catch (error) {
    // 409: the repository has no commit at all.
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}
