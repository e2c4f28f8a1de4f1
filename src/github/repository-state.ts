import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** What about a repository can change at any time, and says whether it can be worked on. */
export interface RepositoryState {
  /** Nothing can be written. */
  readonly archived: boolean;
  readonly fork: boolean;
  readonly hasIssues: boolean;
  /** Login of the person whose it is; undefined where an organization owns it. */
  readonly person: string | undefined;
}

export async function readRepositoryState(octokit: Octokit, { owner, repo }: Repository): Promise<RepositoryState> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  return {
    archived: data.archived || data.disabled,
    fork: data.fork,
    hasIssues: data.has_issues,
    person: data.owner.type === "User" ? data.owner.login : undefined,
  };
}
