import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/**
 * Commits that merged pull requests left on a branch that the App keeps for itself. It opens none into there; but of a
 * squashed one GitHub signs a commit whose author is whoever opened it, with a message of whoever merged it, and everybody
 * who may push can ask one of the App's into another branch, with other files.
 */
export async function listMergeCommits(
  octokit: Octokit,
  { owner, repo }: Repository,
  base: string,
): Promise<ReadonlySet<string>> {
  const wish = { owner, repo, state: "closed", base, per_page: 100 } as const;
  const pulls = await octokit.paginate(octokit.rest.pulls.list, wish);
  return new Set(
    pulls.flatMap(({ merged_at: at, merge_commit_sha: sha }) => (at === null || sha === null ? [] : [sha])),
  );
}
