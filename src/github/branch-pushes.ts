import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isForbidden, isNotFound, isUnprocessable } from "./request-failure.ts";

/** One move of a branch, as GitHub keeps record of it: whose hand it was GitHub vouches for, unlike for names in commits. */
export interface BranchPush {
  /** Commit that the branch stood at before; zeros where it was made. */
  readonly before: string;
  readonly after: string;
  /** Login of whoever pushed; `github-actions[bot]` of a job with its own token. Undefined where GitHub does not say. */
  readonly actor: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A branch of the App's own is pushed to a few times. */
const MAX_LISTED = 50;

/** Who moved a branch, newest first; `undefined` where GitHub does not tell, as servers from before 2024. */
export async function listBranchPushes(
  octokit: Octokit,
  { owner, repo }: Repository,
  branch: string,
): Promise<readonly BranchPush[] | undefined> {
  const ref = `refs/heads/${branch}`;
  try {
    const { data } = await octokit.rest.repos.listActivities({ owner, repo, ref, per_page: MAX_LISTED });
    return data
      .filter((activity) => activity.ref === ref)
      .map(({ before, after, actor, timestamp }) => ({ before, after, actor: actor?.login, at: timestamp }));
  } catch (error) {
    if (isNotFound(error) || isForbidden(error) || isUnprocessable(error)) return undefined;
    throw error;
  }
}
