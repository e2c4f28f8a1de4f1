import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** Names of the branches that begin so, in no particular order. */
export async function listBranchNames(
  octokit: Octokit,
  { owner, repo }: Repository,
  prefix: string,
): Promise<readonly string[]> {
  try {
    // Not paginated: GitHub answers with all of them.
    const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: `heads/${prefix}` });
    return data.map(({ ref }) => ref.replace("refs/heads/", ""));
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return [];
    throw error;
  }
}
