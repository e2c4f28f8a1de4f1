import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** Something of the App that is open. */
export interface OpenOfApp {
  readonly kind: "issue" | "pull-request";
  readonly number: number;
  readonly title: string;
  readonly url: string;
}

/** Open issues and pull requests of the App, newest first. */
export async function listOpenOfApp(
  octokit: Octokit,
  { owner, repo }: Repository,
  self: AppIdentity,
): Promise<readonly OpenOfApp[]> {
  const found = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner,
    repo,
    creator: self.login,
    state: "open",
    per_page: 100,
  });
  return found
    .filter((issue) => isOwn(issue, self))
    .map(({ number, title, html_url: url, pull_request: pull }) => ({
      kind: pull === undefined ? "issue" : "pull-request",
      number,
      title,
      url,
    }));
}
