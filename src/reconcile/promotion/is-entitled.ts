import type { Entitled } from "../../core/config/promotion-plan.ts";
import { hasPermission, sameName } from "../../core/gate/entitled.ts";
import type { RepositoryPermission } from "../../core/gate/gate-facts.ts";
import { readTeamMembers } from "../../github/teams.ts";
import type { Workplace } from "../workplace.ts";

/** Whether somebody is among those who may; a team that GitHub does not show to the App lets nobody in. */
export async function isEntitled(
  { octokit }: Workplace,
  { users, teams, permission }: Entitled,
  person: { readonly login: string; readonly permission: RepositoryPermission },
): Promise<boolean> {
  if (permission !== undefined && hasPermission(person.permission, permission)) return true;
  if (users.some((user) => sameName(user, person.login))) return true;
  for (const team of teams) {
    if ((await readTeamMembers(octokit, team))?.has(person.login.toLowerCase()) === true) return true;
  }
  return false;
}

/** `ana, acme/ml-owners, everybody with maintain permission`; for an answer, unescaped. */
export function describeEntitled({ users, teams, permission }: Entitled): string {
  const names = [...users, ...teams, ...(permission === undefined ? [] : [`everybody with ${permission} permission`])];
  return names.length === 0 ? "nobody" : names.join(", ");
}
