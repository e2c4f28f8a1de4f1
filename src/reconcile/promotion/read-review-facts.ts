import { CONFIG_FILE } from "../../core/config/parse-project-config.ts";
import type { ReviewFacts } from "../../core/gate/gate-facts.ts";
import { readPermission } from "../../github/permissions.ts";
import { listReviews, newestReviews, type Review } from "../../github/reviews.ts";
import type { TeamMembers } from "../../github/teams.ts";
import type { Workplace } from "../workplace.ts";
import { readKnownBlobs } from "./read-alias-changes.ts";

/** Asking about more people than this would only spend calls: no policy waits for so many. */
const MAX_REVIEWERS = 30;

export interface ReviewQuestion {
  readonly number: number;
  readonly headSha: string;
  /** Alias files that the pull request touches. */
  readonly aliasPaths: readonly string[];
  /** Members of the teams that the policy names; asked for only where there is somebody to look for. */
  readonly readTeams: () => Promise<ReadonlyMap<string, TeamMembers>>;
}

/** Of each person the newest review that takes a side, with everything that says whether it counts. */
export async function readReviewFacts(workplace: Workplace, question: ReviewQuestion): Promise<readonly ReviewFacts[]> {
  const { octokit, repository } = workplace;
  const newest = newestReviews(await listReviews(octokit, repository, question.number)).slice(-MAX_REVIEWERS);
  const live = newest.filter(({ state, authorIsBot }) => state !== "dismissed" && !authorIsBot);
  const teams = live.length === 0 ? [] : [...(await question.readTeams())];
  const changed = await readChangedSince(workplace, question, live);
  const reviews: ReviewFacts[] = [];
  for (const review of newest) {
    const { author, authorIsBot, state, commit, submittedAt } = review;
    reviews.push({
      author,
      authorIsBot,
      state,
      commit: commit ?? "",
      submittedAt,
      permission: live.includes(review) ? await readPermission(octokit, repository, author) : "none",
      teams: teams.filter(([, members]) => members?.has(author.toLowerCase())).map(([team]) => team),
      changedSince: changed.get(review) ?? [],
    });
  }
  return reviews;
}

/**
 * Files that the gate reads and that differ between a review's commit and the head: the alias files that the pull request
 * touches, and the configuration. CODEOWNERS is not among them: no rule reads it.
 */
async function readChangedSince(
  workplace: Workplace,
  { headSha, aliasPaths }: ReviewQuestion,
  reviews: readonly Review[],
): Promise<ReadonlyMap<Review, readonly string[]>> {
  const earlier = reviews.filter(({ commit }) => commit !== headSha);
  if (earlier.length === 0) return new Map();
  const paths = [...aliasPaths, CONFIG_FILE];
  const commits = [...new Set(earlier.flatMap(({ commit }) => commit ?? []))];
  const found = await readKnownBlobs(workplace, [...commits, headSha], paths);
  const head = found.get(headSha);
  return new Map(
    earlier.map((review) => {
      const then = review.commit === undefined ? undefined : found.get(review.commit);
      // What cannot be compared is taken for changed.
      const changed = (path: string) =>
        then === undefined || head === undefined || then.get(path)?.id !== head.get(path)?.id;
      return [review, paths.filter(changed)] as const;
    }),
  );
}
