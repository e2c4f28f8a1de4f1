import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isForbidden, isNotFound, isUnprocessable } from "./request-failure.ts";

export interface WantedReviewers {
  /** Logins. */
  readonly users: readonly string[];
  /** Slugs of teams of the repository's organization. */
  readonly teams: readonly string[];
}

/** GitHub takes 15; more would mean that nobody feels asked. */
const MAX_REVIEWERS = 10;

/**
 * Asks for reviews. GitHub refuses all of them where one cannot review, so each is then asked alone, and who cannot is left
 * out. Repeating it changes nothing.
 */
export async function requestReviewers(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
  { users, teams }: WantedReviewers,
): Promise<void> {
  const wanted = [
    ...users.map((user) => ({ reviewers: [user], team_reviewers: [] })),
    ...teams.map((team) => ({ reviewers: [], team_reviewers: [team] })),
  ].slice(0, MAX_REVIEWERS);
  if (wanted.length === 0) return;
  const ask = async (reviewers: string[], teamReviewers: string[]): Promise<boolean> => {
    try {
      const asked = { reviewers, team_reviewers: teamReviewers };
      await octokit.rest.pulls.requestReviewers({ owner, repo, pull_number: number, ...asked });
      return true;
    } catch (error) {
      if (isUnprocessable(error) || isForbidden(error) || isNotFound(error)) return false;
      throw error;
    }
  };
  const all = await ask(
    wanted.flatMap(({ reviewers }) => reviewers),
    wanted.flatMap(({ team_reviewers: team }) => team),
  );
  if (all || wanted.length === 1) return;
  for (const { reviewers, team_reviewers: team } of wanted) await ask(reviewers, team);
}
