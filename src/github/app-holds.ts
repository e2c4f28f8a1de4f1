import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { unlessHidden } from "./unless-hidden.ts";

/** A rule that stays behind when the App is gone. */
export interface AppHold {
  /** `check`: a branch waits for its check. `environment`: jobs wait for its answer. `bypass`: it alone may write something. */
  readonly kind: "check" | "environment" | "bypass";
  /** `branch protection of main`, `ruleset models (7)`, `environment production`. */
  readonly place: string;
  /** Names of the checks, or patterns of the refs; empty for an environment. */
  readonly names: readonly string[];
  /** Page of the settings, below the repository's own. */
  readonly page: string;
}

export interface AppHolds {
  readonly holds: readonly AppHold[];
  /** What GitHub shows to administrators alone, in words. */
  readonly hidden: readonly string[];
}

export interface HoldsQuestion {
  readonly defaultBranch: string;
  /** Undefined: it is not known which App it was; then checks go by their name. */
  readonly appId: number | undefined;
  /** Names of the App's checks begin with it. */
  readonly prefix: string;
}

/** More rulesets than this are not looked into. */
const MAX_RULESETS = 50;

/** Every rule of a repository that needs the App, as far as the token may see. */
export async function readAppHolds(
  octokit: Octokit,
  repository: Repository,
  question: HoldsQuestion,
): Promise<AppHolds> {
  const rulesets = await readRulesets(octokit, repository, question);
  const protection = await readProtection(octokit, repository, question);
  const environments = await readEnvironments(octokit, repository, question);
  return {
    holds: [...(protection ?? []), ...(rulesets.holds ?? []), ...(environments ?? [])],
    hidden: [
      ...(protection === undefined ? [`the protection of ${question.defaultBranch}`] : []),
      ...(rulesets.holds === undefined || rulesets.partly ? ["who may go past rulesets"] : []),
      ...(environments === undefined ? ["environments and who guards them"] : []),
    ],
  };
}

function isOurs(name: string, appId: number | null | undefined, question: HoldsQuestion): boolean {
  return name.startsWith(question.prefix) || (appId !== null && appId !== undefined && appId === question.appId);
}

async function readProtection(
  octokit: Octokit,
  { owner, repo }: Repository,
  question: HoldsQuestion,
): Promise<readonly AppHold[] | undefined> {
  const { defaultBranch: branch } = question;
  const found = await unlessHidden(async () => (await octokit.rest.repos.getBranch({ owner, repo, branch })).data);
  if (found === undefined) return undefined;
  const required = found.protection?.required_status_checks;
  const checks = required?.checks ?? (required?.contexts ?? []).map((context) => ({ context, app_id: null }));
  const names = checks.filter((one) => isOurs(one.context, one.app_id, question)).map(({ context }) => context);
  const place = `branch protection of ${branch}`;
  return names.length === 0 ? [] : [{ kind: "check", place, names, page: "settings/branches" }];
}

type Ruleset = Awaited<ReturnType<Octokit["rest"]["repos"]["getRepoRuleset"]>>["data"];

async function readRulesets(
  octokit: Octokit,
  { owner, repo }: Repository,
  question: HoldsQuestion,
): Promise<{ readonly holds: readonly AppHold[] | undefined; readonly partly: boolean }> {
  const listed = await unlessHidden(async () =>
    octokit.paginate(octokit.rest.repos.getRepoRulesets, { owner, repo, per_page: 100 }),
  );
  if (listed === undefined) return { holds: undefined, partly: true };
  const holds: AppHold[] = [];
  let partly = listed.length > MAX_RULESETS;
  for (const { id } of listed.slice(0, MAX_RULESETS)) {
    const ruleset = await unlessHidden(
      async () => (await octokit.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: id })).data,
    );
    // Who may bypass is shown to those who may edit the ruleset.
    partly ||= ruleset?.bypass_actors === undefined;
    if (ruleset !== undefined) holds.push(...holdsOf(ruleset, question));
  }
  return { holds, partly };
}

function holdsOf(ruleset: Ruleset, question: HoldsQuestion): readonly AppHold[] {
  const { id, name, rules = [], bypass_actors: actors = [], conditions } = ruleset;
  const place = `ruleset ${name} (${String(id)})`;
  const page = `settings/rules/${String(id)}`;
  const required = rules.flatMap((rule) =>
    rule.type === "required_status_checks" ? (rule.parameters?.required_status_checks ?? []) : [],
  );
  const names = required
    .filter(({ context, integration_id: appId }) => isOurs(context, appId, question))
    .map(({ context }) => context);
  const bypasses = actors.some(
    ({ actor_type: type, actor_id: actor }) => type === "Integration" && actor === question.appId,
  );
  const refs =
    conditions !== null && conditions !== undefined && "ref_name" in conditions
      ? (conditions.ref_name?.include ?? [])
      : [];
  return [
    ...(names.length === 0 ? [] : [{ kind: "check" as const, place, names, page }]),
    ...(bypasses && question.appId !== undefined ? [{ kind: "bypass" as const, place, names: refs, page }] : []),
  ];
}

async function readEnvironments(
  octokit: Octokit,
  { owner, repo }: Repository,
  { appId }: HoldsQuestion,
): Promise<readonly AppHold[] | undefined> {
  const listed = await unlessHidden(async () => listEnvironments(octokit, { owner, repo }));
  if (listed === undefined) return undefined;
  const holds: AppHold[] = [];
  for (const { id, name } of listed) {
    const rules = await unlessHidden(
      async () =>
        (await octokit.rest.repos.getAllDeploymentProtectionRules({ owner, repo, environment_name: name })).data,
    );
    if (rules === undefined) return undefined;
    const guarded = (rules.custom_deployment_protection_rules ?? []).some(({ app }) => app.id === appId);
    const page = `settings/environments/${String(id)}/edit`;
    if (guarded) holds.push({ kind: "environment", place: `environment ${name}`, names: [], page });
  }
  return holds;
}

/** The client's own paging does not know what this list is called. */
async function listEnvironments(octokit: Octokit, { owner, repo }: Repository) {
  for (let page = 1, found: { readonly id: number; readonly name: string }[] = []; ; page++) {
    const { data } = await octokit.rest.repos.getAllEnvironments({ owner, repo, per_page: PAGE, page });
    const more = data.environments ?? [];
    found = [...found, ...more];
    if (more.length < PAGE) return found;
  }
}

const PAGE = 100;
