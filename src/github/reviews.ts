import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** A review that says yes, no, or what once did and was dismissed. */
export interface Review {
  readonly id: number;
  readonly author: string;
  readonly authorIsBot: boolean;
  readonly state: "approved" | "changes-requested" | "dismissed";
  /** Undefined: GitHub does not know the commit any more. */
  readonly commit: string | undefined;
  readonly submittedAt: string;
}

const STATES: Readonly<Record<string, Review["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
};

/** All reviews of a pull request that take a side, oldest first. Comments and pending reviews take none. */
export async function listReviews(
  octokit: Octokit,
  { owner, repo }: Repository,
  pullRequest: number,
): Promise<readonly Review[]> {
  const reviews: Review[] = [];
  for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.listReviews, {
    owner,
    repo,
    pull_number: pullRequest,
    per_page: 100,
  })) {
    for (const { id, user, state, commit_id: commit, submitted_at: submittedAt } of data) {
      const side = STATES[state.toUpperCase()];
      // A deleted account cannot be asked what it was entitled to.
      if (side === undefined || user === null) continue;
      reviews.push({
        id,
        author: user.login,
        authorIsBot: user.type === "Bot" || user.login.endsWith("[bot]"),
        state: side,
        commit: commit ?? undefined,
        submittedAt: submittedAt ?? "",
      });
    }
  }
  return reviews;
}

/**
 * Of each person the newest review that takes a side. One that was dismissed stays a dismissed one: it does not bring
 * back what the same person said before.
 */
export function newestReviews(reviews: readonly Review[]): readonly Review[] {
  const newest = new Map<string, Review>();
  const inOrder = [...reviews].sort((a, b) => a.submittedAt.localeCompare(b.submittedAt) || a.id - b.id);
  for (const review of inOrder) newest.set(review.author.toLowerCase(), review);
  return [...newest.values()];
}
