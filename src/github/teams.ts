import type { Octokit } from "./octokit.ts";
import { isForbidden, isNotFound } from "./request-failure.ts";

/** Logins of a team, in lower case; `undefined` where GitHub does not show the team to us. */
export type TeamMembers = ReadonlySet<string> | undefined;

/**
 * Everybody in a team, those of its child teams included. One call for each hundred people, whoever is asked about.
 *
 * @param team `acme/ml-owners`.
 */
export async function readTeamMembers(octokit: Octokit, team: string): Promise<TeamMembers> {
  const [org, slug] = team.split("/");
  if (org === undefined || slug === undefined) return undefined;
  try {
    const members = await octokit.paginate(octokit.rest.teams.listMembersInOrg, {
      org,
      team_slug: slug,
      per_page: 100,
    });
    return new Set(members.map(({ login }) => login.toLowerCase()));
  } catch (error) {
    // A team that does not exist, one of another organisation and a permission that was not granted look alike.
    if (isNotFound(error) || isForbidden(error)) return undefined;
    throw error;
  }
}

/** Everybody in some teams, by the team's name. */
export async function readTeams(octokit: Octokit, teams: readonly string[]): Promise<ReadonlyMap<string, TeamMembers>> {
  const found = new Map<string, TeamMembers>();
  for (const team of teams) found.set(team, await readTeamMembers(octokit, team));
  return found;
}
