import { LEDGER_BRANCH } from "../core/evidence/ledger-index.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { unlessHidden } from "./unless-hidden.ts";

/** Rulesets that hold for what the App alone writes; `undefined`: the token may not see them. */
export interface OwnRefRules {
  /** Kinds of rules for the ledger's branch: `update`, `deletion` … */
  readonly ledger: readonly string[] | undefined;
  /** Active rulesets for tags: which they mean, and their kinds of rules. */
  readonly tags: readonly { readonly patterns: readonly string[]; readonly kinds: readonly string[] }[] | undefined;
}

/** More rulesets for tags than this are not looked into. */
const MAX_RULESETS = 20;

export async function readOwnRefRules(octokit: Octokit, { owner, repo }: Repository): Promise<OwnRefRules> {
  const ledger = await unlessHidden(async () =>
    octokit.paginate(octokit.rest.repos.getBranchRules, { owner, repo, branch: LEDGER_BRANCH, per_page: 100 }),
  );
  const listed = await unlessHidden(async () =>
    octokit.paginate(octokit.rest.repos.getRepoRulesets, { owner, repo, per_page: 100 }),
  );
  const ofTags = listed?.filter(({ target, enforcement }) => target === "tag" && enforcement === "active");
  const tags = [];
  for (const { id } of ofTags?.slice(0, MAX_RULESETS) ?? []) {
    const ruleset = await unlessHidden(
      async () => (await octokit.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: id })).data,
    );
    if (ruleset === undefined) return { ledger: ledger?.map(({ type }) => type), tags: undefined };
    const { conditions, rules } = ruleset;
    const patterns =
      conditions !== undefined && conditions !== null && "ref_name" in conditions
        ? (conditions.ref_name?.include ?? [])
        : [];
    tags.push({ patterns, kinds: (rules ?? []).map(({ type }) => type) });
  }
  return { ledger: ledger?.map(({ type }) => type), tags: listed === undefined ? undefined : tags };
}
