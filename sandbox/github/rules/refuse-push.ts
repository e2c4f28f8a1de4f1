import { isAncestor } from "../git/read-history.ts";
import { roleOf } from "../server/context.ts";
import type { Account, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { bypassOf, rulesetsOn } from "./ruleset.ts";

/** A ref that somebody wants to move past every pull request. */
export interface Push {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const THROUGH_PULL_REQUEST = "Changes must be made through a pull request.";

/** GitHub's sentence about the rule that a direct push would break, or `undefined`. */
export async function whyRefused(
  world: World,
  repository: Repository,
  push: Push,
  account: Account,
): Promise<string | undefined> {
  const classic = whyProtected(repository, push.ref, account);
  if (classic !== undefined) return classic;
  for (const ruleset of rulesetsOn(repository, push.ref)) {
    if (bypassOf(world, repository, ruleset, account) === "always") continue;
    const why = await whyRuledOut(
      repository,
      push,
      ruleset.rules.map(({ type }) => type),
    );
    if (why !== undefined) return `Repository rule violations found\n\n${why}`;
  }
  return undefined;
}

/** Whether nothing at all may be pushed to an existing ref. */
export function isClosed(world: World, repository: Repository, ref: string, account: Account): boolean {
  if (whyProtected(repository, ref, account) !== undefined) return true;
  return rulesetsOn(repository, ref)
    .filter((ruleset) => bypassOf(world, repository, ruleset, account) !== "always")
    .some(({ rules }) => rules.some(({ type }) => CLOSING.has(type)));
}

const CLOSING: ReadonlySet<string> = new Set(["update", "pull_request", "required_status_checks"]);

function whyProtected(repository: Repository, ref: string, account: Account): string | undefined {
  const protection = repository.protections.get(ref.replace(/^refs\/heads\//, ""));
  if (protection === undefined) return undefined;
  if (!protection.enforceAdmins && roleOf(repository, account) === "admin") return undefined;
  if (protection.requiredReviews !== undefined) return THROUGH_PULL_REQUEST;
  const count = String(protection.requiredChecks?.length ?? 0);
  return count === "0" ? undefined : `${count} of ${count} required status checks are expected.`;
}

async function whyRuledOut(
  repository: Repository,
  { ref, before, after }: Push,
  rules: readonly string[],
): Promise<string | undefined> {
  const has = (type: string): boolean => rules.includes(type);
  if (before === undefined) return has("creation") ? `Cannot create ref due to creations being restricted.` : undefined;
  if (after === undefined) return has("deletion") ? "Cannot delete this ref" : undefined;
  if (has("update")) return `Cannot update this protected ref.`;
  if (has("non_fast_forward") && !(await isAncestorCommit(repository, before, after)))
    return "Cannot force-push to this ref";
  if (!ref.startsWith("refs/heads/")) return undefined;
  if (has("pull_request")) return THROUGH_PULL_REQUEST;
  return has("required_status_checks") ? "Required status checks are expected." : undefined;
}

/** An annotated tag has no history of its own, so another one in its place is never a fast forward. */
async function isAncestorCommit({ git }: Repository, before: string, after: string): Promise<boolean> {
  const types = await Promise.all([before, after].map(async (sha) => (await git.read(sha))?.type));
  return types.every((type) => type === "commit") && isAncestor(git, before, after);
}
