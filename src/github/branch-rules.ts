import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { unlessHidden } from "./unless-hidden.ts";

/** One check that a branch waits for. */
export interface RequiredCheckRule {
  readonly name: string;
  readonly appId: number | undefined;
  /** `branch protection`, `ruleset 7`. */
  readonly place: string;
}

/** What GitHub lets into a branch, as far as the token may see; `undefined`: it may not. */
export interface BranchRules {
  readonly requiredChecks: readonly RequiredCheckRule[] | undefined;
  readonly reviews:
    | {
        readonly approvals: number;
        readonly dismissesStale: boolean;
        readonly codeOwners: boolean;
        readonly lastPush: boolean;
      }
    | undefined;
  /** In words: `administrators`, `team 7 (ruleset 12)`. */
  readonly bypass: readonly string[] | undefined;
  readonly forcePush: boolean | undefined;
}

type Rulesets = Awaited<ReturnType<Octokit["rest"]["repos"]["getBranchRules"]>>["data"];
type ClassicProtection = Awaited<ReturnType<Octokit["rest"]["repos"]["getBranchProtection"]>>["data"];
type Branch = Awaited<ReturnType<Octokit["rest"]["repos"]["getBranch"]>>["data"];

/** The rules of a branch, from rulesets and from branch protection together. */
export async function readBranchRules(octokit: Octokit, repository: Repository, branch: string): Promise<BranchRules> {
  const { owner, repo } = repository;
  const rules = await unlessHidden(async () =>
    octokit.paginate(octokit.rest.repos.getBranchRules, { owner, repo, branch, per_page: 100 }),
  );
  const summary = await unlessHidden(async () => (await octokit.rest.repos.getBranch({ owner, repo, branch })).data);
  // Of branch protection everybody sees the checks; the rest is shown to administrators alone.
  const isClassic = summary?.protection?.enabled === true;
  const classic = isClassic
    ? await unlessHidden(async () => (await octokit.rest.repos.getBranchProtection({ owner, repo, branch })).data)
    : undefined;
  const known = { rules, summary, classic, isClassic };
  return {
    requiredChecks: rules === undefined || summary === undefined ? undefined : listChecks(rules, summary),
    reviews: readReviews(known),
    bypass: await readBypass(octokit, repository, known),
    forcePush: readForcePush(known),
  };
}

interface Known {
  readonly rules: Rulesets | undefined;
  readonly summary: Branch | undefined;
  readonly classic: ClassicProtection | undefined;
  readonly isClassic: boolean;
}

function listChecks(rules: Rulesets, { protection }: Branch): readonly RequiredCheckRule[] {
  const ofRulesets = rules.flatMap((rule) =>
    rule.type === "required_status_checks"
      ? (rule.parameters?.required_status_checks ?? []).map(({ context, integration_id: appId }) => ({
          name: context,
          appId: appId ?? undefined,
          place: `ruleset ${String(rule.ruleset_id ?? "")}`,
        }))
      : [],
  );
  const classic = protection?.required_status_checks;
  const checks = classic?.checks ?? (classic?.contexts ?? []).map((context) => ({ context, app_id: null }));
  const ofProtection = checks.map(({ context, app_id: appId }) => ({
    name: context,
    appId: appId ?? undefined,
    place: "branch protection",
  }));
  return [...ofRulesets, ...ofProtection];
}

function readReviews({ rules, classic, isClassic }: Known): BranchRules["reviews"] {
  if (rules === undefined || (isClassic && classic === undefined)) return undefined;
  const demands = rules.flatMap((rule) => {
    if (rule.type !== "pull_request" || rule.parameters === undefined) return [];
    const { parameters } = rule;
    return [
      {
        approvals: parameters.required_approving_review_count,
        dismissesStale: parameters.dismiss_stale_reviews_on_push,
        codeOwners: parameters.require_code_owner_review,
        lastPush: parameters.require_last_push_approval,
      },
    ];
  });
  const reviews = classic?.required_pull_request_reviews;
  if (reviews !== undefined) {
    demands.push({
      approvals: reviews.required_approving_review_count ?? 0,
      dismissesStale: reviews.dismiss_stale_reviews,
      codeOwners: reviews.require_code_owner_reviews,
      lastPush: reviews.require_last_push_approval ?? false,
    });
  }
  // All rules hold together, so the strictest of each counts.
  return {
    approvals: Math.max(0, ...demands.map(({ approvals }) => approvals)),
    dismissesStale: demands.some(({ dismissesStale }) => dismissesStale),
    codeOwners: demands.some(({ codeOwners }) => codeOwners),
    lastPush: demands.some(({ lastPush }) => lastPush),
  };
}

function readForcePush({ rules, classic, isClassic }: Known): boolean | undefined {
  if (rules?.some(({ type }) => type === "non_fast_forward") === true) return false;
  if (classic !== undefined) return classic.allow_force_pushes?.enabled === true;
  return rules === undefined || isClassic ? undefined : true;
}

async function readBypass(
  octokit: Octokit,
  { owner, repo }: Repository,
  { rules, summary, classic, isClassic }: Known,
): Promise<readonly string[] | undefined> {
  if (rules === undefined) return undefined;
  const found: string[] = [];
  for (const id of new Set(rules.flatMap(({ ruleset_id: ruleset }) => ruleset ?? []))) {
    const ruleset = await unlessHidden(
      async () => (await octokit.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: id })).data,
    );
    if (ruleset?.bypass_actors === undefined) return undefined;
    for (const { actor_type: type, actor_id: actor } of ruleset.bypass_actors) {
      found.push(`${describeActor(type, actor ?? undefined)} (ruleset ${String(id)})`);
    }
  }
  if (!isClassic) return found;
  const level = summary?.protection?.required_status_checks?.enforcement_level;
  const enforced = classic?.enforce_admins?.enabled ?? (level === undefined ? undefined : level === "everyone");
  if (enforced === undefined) return undefined;
  return enforced ? found : [...found, "administrators (branch protection)"];
}

/** Ids of roles, as GitHub's manual of rulesets gives them. */
const ROLES: Readonly<Record<number, string>> = {
  2: "maintainers",
  4: "everybody with write permission",
  5: "administrators",
};

function describeActor(type: string, id: number | undefined): string {
  switch (type) {
    case "RepositoryRole":
      return ROLES[id ?? 0] ?? `role ${String(id)}`;
    case "OrganizationAdmin":
      return "owners of the organization";
    case "Integration":
      return `App ${String(id)}`;
    case "Team":
      return `team ${String(id)}`;
    case "DeployKey":
      return "deploy keys";
    default:
      return `${type} ${String(id)}`;
  }
}
