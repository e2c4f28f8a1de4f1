import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** The newest commit of a branch; `undefined` where there is no such branch. What a pull request calls its base's commit may be older. */
export async function readBranchHead(
  octokit: Octokit,
  { owner, repo }: Repository,
  branch: string,
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
    return data.object.sha;
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}
