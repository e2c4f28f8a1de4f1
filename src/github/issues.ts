import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** An issue of the App. */
export interface OwnIssue {
  readonly number: number;
  readonly open: boolean;
  readonly title: string;
  readonly body: string;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** Issues that the App opened and whose text begins with `marker`, oldest first. Among the newest 200 of the App's own. */
export async function listOwnIssues(
  octokit: Octokit,
  { owner, repo }: Repository,
  { self, marker }: { readonly self: AppIdentity; readonly marker: string },
): Promise<readonly OwnIssue[]> {
  const own: OwnIssue[] = [];
  let pages = 0;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    owner,
    repo,
    creator: self.login,
    state: "all",
    per_page: 100,
  })) {
    for (const { number, state, title, body, pull_request: pull, user, performed_via_github_app: app } of data) {
      const isMarked = (body ?? "").startsWith(marker);
      if (pull !== undefined || !isMarked || !isOwn({ user, performed_via_github_app: app }, self)) continue;
      own.push({ number, open: state === "open", title, body: body ?? "" });
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  return own.sort((a, b) => a.number - b.number);
}

const MAX_PAGES = 2;

/** Opens an issue and returns its number. Never repeated by the client: after a lost answer the caller lists again. */
export async function createIssue(octokit: Octokit, { owner, repo }: Repository, issue: IssueText): Promise<number> {
  const { data } = await octokit.rest.issues.create({ owner, repo, ...issue });
  return data.number;
}

export async function closeIssue(octokit: Octokit, { owner, repo }: Repository, number: number): Promise<void> {
  await octokit.rest.issues.update({
    owner,
    repo,
    issue_number: number,
    state: "closed",
    state_reason: "completed",
  });
}
