import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** Whose hands the commits of a pull request went through. */
export interface Contributors {
  /** Logins of authors, committers and co-authors, each once. */
  readonly logins: readonly string[];
  /** Authors, committers and co-authors whom GitHub connects with no account. */
  readonly unknown: number;
}

interface CommitAnswer {
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly email?: string } | null;
    readonly committer: { readonly name?: string; readonly email?: string } | null;
    readonly verification?: { readonly verified: boolean } | undefined;
  };
  readonly author: { readonly login?: string } | null;
  readonly committer: { readonly login?: string } | null;
}

/** GitHub lists no more commits of a pull request or of a comparison than this. */
const MAX_LISTED = 250;

/** The account that commits what is made on GitHub's pages. */
const WEB = "web-flow";

/** Authors, committers and co-authors of all commits of a pull request. */
export async function readContributors(
  octokit: Octokit,
  { owner, repo }: Repository,
  pullRequest: number,
): Promise<Contributors> {
  const commits: CommitAnswer[] = await octokit.paginate(octokit.rest.pulls.listCommits, {
    owner,
    repo,
    pull_number: pullRequest,
    per_page: 100,
  });
  return findContributors(commits);
}

/**
 * Likewise of all commits that `head` has and `base` lacks: what a pull request lists is only what is new to its own base,
 * which whoever may push can choose so that somebody's commits are not among them.
 */
export async function readContributorsBetween(
  octokit: Octokit,
  { owner, repo }: Repository,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<Contributors> {
  const basehead = `${base}...${head}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: MAX_LISTED });
  const { logins, unknown } = findContributors(data.commits);
  const missing = data.commits.length < MAX_LISTED && data.total_commits > data.commits.length ? 1 : 0;
  return { logins, unknown: unknown + missing };
}

/** What the commits say; those that GitHub no longer lists count as one unknown person. */
export function findContributors(commits: readonly CommitAnswer[]): Contributors {
  const logins = new Map<string, string>();
  const unknown = new Set<string>();
  const add = (login: string | undefined, email: string | undefined) => {
    // Anybody can write GitHub's own name into a commit, so it stands for nobody.
    if (login !== undefined && login !== WEB) logins.set(login.toLowerCase(), login);
    else unknown.add((email ?? "").toLowerCase());
  };
  for (const { commit, author, committer } of commits) {
    add(author?.login, commit.author?.email);
    if (!isGitHub(commit)) add(committer?.login, commit.committer?.email);
    for (const email of coAuthors(commit.message)) add(loginOfAddress(email), email);
  }
  const beyond = commits.length >= MAX_LISTED ? 1 : 0;
  return { logins: [...logins.values()], unknown: unknown.size + beyond };
}

/** Made on GitHub's pages or by its API: GitHub has signed it. */
function isGitHub({ committer, verification }: CommitAnswer["commit"]): boolean {
  return committer?.email === "noreply@github.com" && verification?.verified === true;
}

/** Addresses in trailers `Co-authored-by: Name <address>`. */
function coAuthors(message: string): readonly string[] {
  const trailers = message.matchAll(/^co-authored-by:[^<\n]{0,200}<([^<>\s]{1,200})>\s*$/gim);
  return [...trailers].map(([, email]) => email ?? "");
}

/** GitHub's own private addresses name the account: `1234+ana@users.noreply.github.com`, bots included. */
function loginOfAddress(email: string): string | undefined {
  return /^(?:\d+\+)?([a-z\d](?:[a-z\d-]{0,38})(?:\[bot\])?)@users\.noreply\.[a-z\d.-]+$/i.exec(email)?.[1];
}
