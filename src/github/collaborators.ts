import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound } from "./request-failure.ts";

/** Whether somebody may push to the repository. */
export async function mayWrite(octokit: Octokit, { owner, repo }: Repository, username: string): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
    // GitHub folds `maintain` into `write` and every custom role into the role that it is built on.
    return data.permission === "admin" || data.permission === "write" || data.permission === "maintain";
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
