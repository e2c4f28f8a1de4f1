import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isForbidden, isNotFound, isUnprocessable } from "./request-failure.ts";

/** An issue of the App. */
export interface OwnIssue {
  readonly number: number;
  readonly open: boolean;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels?: readonly string[];
  /** Logins; whoever cannot be assigned is left out. */
  readonly assignees?: readonly string[];
}

/** Issues that the App opened and whose text begins with `marker`, oldest first. Among the newest thousand of the App's own. */
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
    for (const issue of data) {
      const { number, state, title, body, pull_request: pull, user, performed_via_github_app: app } = issue;
      const isMarked = (body ?? "").startsWith(marker);
      if (pull !== undefined || !isMarked || !isOwn({ user, performed_via_github_app: app }, self)) continue;
      const labels = issue.labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? [])));
      own.push({ number, open: state === "open", title, body: body ?? "", labels });
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  return own.sort((a, b) => a.number - b.number);
}

/** Pull requests of the App are listed among its issues, and each retraining and promotion is one. */
const MAX_PAGES = 10;

/**
 * Opens an issue and returns its number. Never repeated by the client: after a lost answer the caller lists again. GitHub
 * refuses the whole issue where one cannot be assigned (422), so it is then opened without, and each is assigned alone.
 */
export async function createIssue(octokit: Octokit, repository: Repository, issue: IssueText): Promise<number> {
  const { assignees = [], ...text } = issue;
  try {
    return await create(octokit, repository, issue);
  } catch (error) {
    if (assignees.length === 0 || !isUnprocessable(error)) throw error;
  }
  const number = await create(octokit, repository, text);
  for (const login of assignees) await assign(octokit, repository, number, login);
  return number;
}

async function create(octokit: Octokit, { owner, repo }: Repository, issue: IssueText): Promise<number> {
  const { labels, assignees, ...text } = issue;
  const { data } = await octokit.rest.issues.create({
    owner,
    repo,
    ...text,
    ...(labels === undefined ? {} : { labels: [...labels] }),
    ...(assignees === undefined ? {} : { assignees: [...assignees] }),
  });
  return data.number;
}

async function assign(octokit: Octokit, { owner, repo }: Repository, number: number, login: string): Promise<void> {
  try {
    await octokit.rest.issues.addAssignees({ owner, repo, issue_number: number, assignees: [login] });
  } catch (error) {
    if (!isUnprocessable(error) && !isForbidden(error) && !isNotFound(error)) throw error;
  }
}

/** Changes what is given of an issue of the App, and nothing else. */
export async function updateIssue(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
  change: { readonly title?: string; readonly body?: string; readonly state?: "open" },
): Promise<void> {
  await octokit.rest.issues.update({ owner, repo, issue_number: number, ...change });
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

/** What somebody else may have changed of an issue; `undefined` where it was deleted. */
export async function readIssue(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
): Promise<Pick<OwnIssue, "open" | "title" | "body"> | undefined> {
  try {
    const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: number });
    return { open: data.state === "open", title: data.title, body: data.body ?? "" };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
