import { z } from "zod";
import { roleOf } from "../server/context.ts";
import type { Account, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { bypassOf, type Rule, rulesetsOn } from "./ruleset.ts";

/** What classic protection, or one ruleset, demands before a pull request is merged into a branch. */
export interface Demands {
  readonly reviews: { readonly count: number; readonly dismissStale: boolean } | undefined;
  readonly checks: readonly { readonly context: string; readonly appId: number | null }[];
  /** The head has to contain the base. */
  readonly strict: boolean;
  /** Whether this account may merge without what is demanded. */
  readonly isWaivedFor: (world: World, account: Account) => boolean;
}

const PullRequestRule = z.object({
  dismiss_stale_reviews_on_push: z.boolean(),
  required_approving_review_count: z.number().int(),
});
const ChecksRule = z.object({
  strict_required_status_checks_policy: z.boolean(),
  required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().int().optional() })),
});

/** Everything that is demanded of a pull request into `branch`. */
export function demandsOn(repository: Repository, branch: string): readonly Demands[] {
  const protection = repository.protections.get(branch);
  const classic: readonly Demands[] =
    protection === undefined
      ? []
      : [
          {
            reviews: protection.requiredReviews,
            checks: protection.requiredChecks ?? [],
            strict: protection.strict,
            isWaivedFor: (_, account) => !protection.enforceAdmins && roleOf(repository, account) === "admin",
          },
        ];
  const rulesets = rulesetsOn(repository, `refs/heads/${branch}`).map(
    (ruleset): Demands => ({
      ...readRules(ruleset.rules),
      isWaivedFor: (world, account) => bypassOf(world, repository, ruleset, account) !== "never",
    }),
  );
  return [...classic, ...rulesets];
}

function readRules(rules: readonly Rule[]): Omit<Demands, "isWaivedFor"> {
  const find = (wanted: string) => rules.find(({ type }) => type === wanted)?.parameters;
  const reviews = PullRequestRule.optional().parse(find("pull_request"));
  const checks = ChecksRule.optional().parse(find("required_status_checks"));
  return {
    reviews:
      reviews === undefined
        ? undefined
        : { count: reviews.required_approving_review_count, dismissStale: reviews.dismiss_stale_reviews_on_push },
    checks: (checks?.required_status_checks ?? []).map(({ context, integration_id }) => ({
      context,
      appId: integration_id ?? null,
    })),
    strict: checks?.strict_required_status_checks_policy ?? false,
  };
}
