import type { GateFacts } from "../../core/gate/gate-facts.ts";
import { listOwnChecks } from "../../github/checks.ts";
import { type Contributors, readContributors, readContributorsBetween } from "../../github/pull-commits.ts";
import type { PullRequest } from "../../github/pull-requests.ts";
import { readTeams, type TeamMembers } from "../../github/teams.ts";
import { readRequest } from "../registry/read-request.ts";
import type { Workplace } from "../workplace.ts";
import type { PolicyNeeds } from "./find-needs.ts";
import { readBreakGlass } from "./read-break-glass.ts";
import { readReviewFacts } from "./read-review-facts.ts";

export interface PeopleQuestion {
  readonly pullRequest: PullRequest;
  /** The commit whose files are judged: the pull request's head, or that of a merge group. */
  readonly head: string;
  /** The default branch's newest commit; undefined: what the pull request lists itself is what it brought. */
  readonly base?: string | undefined;
  readonly aliasPaths: readonly string[];
  readonly needs: PolicyNeeds;
}

export interface PeopleFacts {
  readonly pullRequest: NonNullable<GateFacts["pullRequest"]>;
  /** Teams of the policy that GitHub does not show to the App: nobody counts as their member. */
  readonly unreadableTeams: readonly string[];
}

/** Everybody who had a hand in a pull request, and everybody who judged it. */
export async function readPeopleFacts(
  workplace: Workplace,
  { pullRequest, head, base, aliasPaths, needs }: PeopleQuestion,
): Promise<PeopleFacts> {
  const { number, headSha, author, labels } = pullRequest;
  let asked: Promise<ReadonlyMap<string, TeamMembers>> | undefined;
  const askTeams = () => {
    asked ??= readTeams(workplace.octokit, needs.teams);
    return asked;
  };
  const reviews = await readReviewFacts(workplace, { number, headSha: head, aliasPaths, readTeams: askTeams });
  const contributors = await readKnownContributors(workplace, pullRequest, base);
  const requester = await readRequester(workplace, pullRequest);
  const breakGlass = needs.rules.has("break-glass")
    ? await readBreakGlass(workplace, {
        number,
        aliasPaths,
        headSha,
        since: await firstReportedAt(workplace, headSha),
        teams: await askTeams(),
      })
    : [];
  const teams = [...((await asked) ?? [])];
  return {
    pullRequest: {
      number,
      headSha,
      author,
      authorIsApp: author === workplace.self.login,
      requestedBy: requester.login,
      committers: contributors.logins,
      unknownCommitters: contributors.unknown + (requester.isLost ? 1 : 0),
      labels,
      reviews,
      breakGlass,
    },
    unreadableTeams: teams.filter(([, members]) => members === undefined).map(([team]) => team),
  };
}

/**
 * What the text of the App's pull request says about who asked, anybody may edit; the App's own commit nobody. Where people
 * pushed it out of sight, whoever asked is lost, and may be whoever approves.
 */
async function readRequester(
  workplace: Workplace,
  { author, headSha, headRef, fork }: PullRequest,
): Promise<{ readonly login: string | undefined; readonly isLost: boolean }> {
  if (author !== workplace.self.login || fork) return { login: undefined, isLost: false };
  const request = await readRequest(workplace, { headSha, headRef });
  return { login: request?.requestedBy, isLost: request === undefined };
}

/** Commits between two others never change. What goes to another branch is judged as if it went to the default one. */
async function readKnownContributors(
  { octokit, repository, memory }: Workplace,
  { number, baseSha, headSha, baseRef, defaultBranch }: PullRequest,
  base: string | undefined,
): Promise<Contributors> {
  const elsewhere = baseRef === defaultBranch ? undefined : base;
  const key = `${String(number)} ${elsewhere ?? baseSha}...${headSha}`;
  const known = memory.contributors.get(key);
  if (known !== undefined) return known;
  const contributors =
    elsewhere === undefined
      ? await readContributors(octokit, repository, number)
      : await readContributorsBetween(octokit, repository, { base: elsewhere, head: headSha });
  memory.contributors.set(key, contributors);
  return contributors;
}

/** When the App first wrote on a commit: nobody can move that, unlike the times that git keeps. */
async function firstReportedAt({ octokit, repository, self }: Workplace, headSha: string): Promise<string | undefined> {
  const own = await listOwnChecks(octokit, repository, { headSha, self });
  return own.flatMap(({ startedAt }) => startedAt ?? []).sort()[0];
}
