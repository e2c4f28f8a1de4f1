import type { RepositoryPermission } from "./gate-facts.ts";

const RANK: Readonly<Record<RepositoryPermission, number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** Whether a permission is at least the demanded one. */
export function hasPermission(permission: RepositoryPermission, demanded: RepositoryPermission): boolean {
  return RANK[permission] >= RANK[demanded];
}

/** GitHub's logins and team names are the same in capitals. */
export function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** Whether a person is among the named users and teams; with none named, everybody is. */
export function isNamed(
  person: { readonly author: string; readonly teams: readonly string[] },
  { users, teams }: { readonly users: readonly string[]; readonly teams: readonly string[] },
): boolean {
  if (users.length + teams.length === 0) return true;
  return (
    users.some((user) => sameName(user, person.author)) ||
    teams.some((team) => person.teams.some((own) => sameName(own, team)))
  );
}

/** `ana, ben or acme/ml-owners`; empty where nobody is named. */
export function listNamed(users: readonly string[], teams: readonly string[]): string {
  const names = [...users, ...teams];
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}
