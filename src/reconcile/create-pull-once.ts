import { type BranchPull, createPull, listPullsOfBranch, type NewPull } from "../github/branch-pulls.ts";
import { isLostAnswer, isUnprocessable } from "../github/request-failure.ts";
import type { Workplace } from "./workplace.ts";

const ATTEMPTS = 3;

/** What became of it: made now, or there already. */
export type PullOnce =
  | { readonly kind: "created"; readonly number: number }
  | { readonly kind: "found"; readonly pull: BranchPull };

/**
 * Opens a pull request from a branch unless there is an open one, also after a lost answer.
 *
 * @param known The open one, as far as it was listed.
 * @param counts Which of the open ones from this branch is taken for it.
 */
export async function createPullOnce(
  { octokit, repository, self, pause }: Workplace,
  wish: NewPull,
  { known, counts }: { readonly known: BranchPull | undefined; readonly counts: (pull: BranchPull) => boolean },
): Promise<PullOnce> {
  let open = known;
  for (let attempt = 1; ; attempt++) {
    if (open !== undefined) return { kind: "found", pull: open };
    try {
      return { kind: "created", number: await createPull(octokit, repository, wish) };
    } catch (error) {
      // 422: there is one already. No answer: there may be.
      if ((!isUnprocessable(error) && !isLostAnswer(error)) || attempt >= ATTEMPTS) throw error;
      await pause(1000 * attempt);
      const pulls = await listPullsOfBranch(octokit, repository, wish.branch, self);
      open = pulls.find((pull) => pull.open && counts(pull));
    }
  }
}
