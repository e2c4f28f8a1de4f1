import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** Puts labels on an issue or pull request, beside those that it has. GitHub makes those that the repository lacks. */
export async function addLabels(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
  labels: readonly string[],
): Promise<void> {
  if (labels.length === 0) return;
  await octokit.rest.issues.addLabels({ owner, repo, issue_number: number, labels: [...labels] });
}
