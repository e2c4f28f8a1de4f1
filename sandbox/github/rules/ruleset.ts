import { roleOf } from "../server/context.ts";
import type { Account, Json, Repository } from "../state.ts";
import type { World } from "../world.ts";

export interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: "Integration" | "OrganizationAdmin" | "RepositoryRole" | "Team" | "DeployKey" | "User";
  readonly bypass_mode: "always" | "pull_request" | "exempt";
}

export interface Rule {
  readonly type: string;
  readonly parameters?: Json | undefined;
}

/** Rules for the refs that a pattern names. Several apply together, beside classic protection. */
export interface Ruleset {
  readonly id: number;
  readonly createdAt: string;
  name: string;
  target: "branch" | "tag";
  enforcement: "disabled" | "active" | "evaluate";
  bypassActors: readonly BypassActor[];
  /** Patterns on full ref names; `~ALL` and `~DEFAULT_BRANCH` as on GitHub. */
  include: readonly string[];
  exclude: readonly string[];
  rules: readonly Rule[];
  updatedAt: string;
}

/** The rulesets in force for a full ref name, oldest first. */
export function rulesetsOn(repository: Repository, ref: string): readonly Ruleset[] {
  const target = ref.startsWith("refs/tags/") ? "tag" : "branch";
  const names = (patterns: readonly string[]): boolean => patterns.some((pattern) => isNamed(repository, pattern, ref));
  return [...repository.rulesets.values()].filter(
    (ruleset) =>
      ruleset.enforcement === "active" &&
      ruleset.target === target &&
      names(ruleset.include) &&
      !names(ruleset.exclude),
  );
}

function isNamed(repository: Repository, pattern: string, ref: string): boolean {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return ref === `refs/heads/${repository.defaultBranch}`;
  const source = pattern.replaceAll(/\*\*\/?|\*|\?|[.+^$()|{}[\]\\]/g, (part) => {
    if (part.startsWith("**")) return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : `\\${part}`;
  });
  return new RegExp(`^${source}$`).test(ref);
}

/** Ids of repository roles, which are the same everywhere on GitHub. */
const ROLES: ReadonlyMap<number, readonly string[]> = new Map([
  [2, ["maintain", "admin"]],
  [4, ["write", "maintain", "admin"]],
  [5, ["admin"]],
]);

/** Whether an account need not keep to a ruleset: never, only by merging a pull request, or always. */
export function bypassOf(
  world: World,
  repository: Repository,
  { bypassActors }: Ruleset,
  account: Account,
): "never" | "pull_request" | "always" {
  const modes = bypassActors
    .filter((actor) => isActor(world, repository, actor, account))
    .map(({ bypass_mode }) => bypass_mode);
  if (modes.some((mode) => mode !== "pull_request")) return "always";
  return modes.length > 0 ? "pull_request" : "never";
}

function isActor(
  world: World,
  repository: Repository,
  { actor_type: type, actor_id: id }: BypassActor,
  account: Account,
): boolean {
  switch (type) {
    case "Integration":
      return id !== null && world.apps.get(id)?.bot.id === account.id;
    case "User":
      return account.id === id;
    case "RepositoryRole":
      return ROLES.get(id ?? 0)?.includes(roleOf(repository, account)) === true;
    case "Team":
      return [...world.teams.values()].some((team) => team.id === id && team.members.has(account.id));
    case "OrganizationAdmin":
      return repository.owner.id === account.id;
    case "DeployKey":
      return false;
  }
}
