import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable } from "./request-failure.ts";

/** Takes a branch away; one that is gone already is no error. */
export async function deleteBranch(octokit: Octokit, { owner, repo }: Repository, branch: string): Promise<void> {
  try {
    await octokit.rest.git.deleteRef({ owner, repo, ref: `heads/${branch}` });
  } catch (error) {
    if (!isNotFound(error) && !isUnprocessable(error)) throw error;
  }
}
