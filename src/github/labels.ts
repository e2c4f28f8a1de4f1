import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isForbidden, isNotFound, isUnprocessable } from "./request-failure.ts";

/**
 * Puts labels on an issue or pull request, beside those that it has. GitHub makes those that the repository lacks. One that
 * GitHub does not take, or a repository without issues, is no reason to leave the rest undone.
 */
export async function addLabels(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
  labels: readonly string[],
): Promise<void> {
  if (labels.length === 0) return;
  try {
    await octokit.rest.issues.addLabels({ owner, repo, issue_number: number, labels: [...labels] });
  } catch (error) {
    if (!isForbidden(error) && !isNotFound(error) && !isUnprocessable(error)) throw error;
  }
}
