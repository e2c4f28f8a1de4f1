import { isAncestor } from "../github/comparisons.ts";
import type { Workplace } from "./workplace.ts";

/** Whether a branch has a commit. The name of a branch is a tag's as well, and whoever may push may make a tag called like the default branch. */
export async function isOnBranch(workplace: Workplace, commit: string, branch: string): Promise<boolean> {
  const { octokit, repository, memory } = workplace;
  const key = `${commit}...heads/${branch}`;
  if (memory.ancestry.get(key) === true) return true;
  const answer = await isAncestor(octokit, repository, commit, `heads/${branch}`);
  // No is asked again: a list that lags behind says it as well.
  if (answer) memory.ancestry.set(key, true);
  return answer;
}
