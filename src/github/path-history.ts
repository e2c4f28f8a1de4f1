import type { AppIdentity } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import { isOwnCommit } from "./own-commit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** The App's own commits of a branch that touch a path, newest first, of the newest 100. */
export async function listOwnCommitsOfPath(
  octokit: Octokit,
  { owner, repo }: Repository,
  { path, branch, self }: { readonly path: string; readonly branch: string; readonly self: AppIdentity },
): Promise<readonly string[]> {
  try {
    const { data } = await octokit.rest.repos.listCommits({ owner, repo, sha: branch, path, per_page: 100 });
    return data.filter((commit) => isOwnCommit(commit, self)).map(({ sha }) => sha);
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return [];
    throw error;
  }
}
