import { CONFIG_FILE, parseProjectConfig } from "../../core/config/parse-project-config.ts";
import type { Project } from "../../core/config/project-config.ts";
import { kindOfMove } from "../../core/deployment/kind-of-move.ts";
import { comparePolicies } from "../../core/gate/compare-policies.ts";
import type { CheckFacts, GateFacts } from "../../core/gate/gate-facts.ts";
import type { GateNode } from "../../core/gate/gate-node.ts";
import type { AliasMove, PromotionFacts } from "../../core/gate/promotion-facts.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { listCheckResults } from "../../github/check-results.ts";
import { type Comparison, comparePullRequest } from "../../github/comparisons.ts";
import type { PullRequest } from "../../github/pull-requests.ts";
import { formatRepository } from "../../github/repository.ts";
import { gitBlobId } from "../git-blob-id.ts";
import { readConfigAt } from "../read-config-facts.ts";
import { readRegistry } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import type { AliasChange } from "./alias-changes.ts";
import { findEnvironment } from "./find-environment.ts";
import { findNeeds } from "./find-needs.ts";
import { ALIAS_FOLDER, fileIssue } from "./plan-alias-changes.ts";
import { readAliasChanges, readKnownBlobs } from "./read-alias-changes.ts";
import { readGateFacts } from "./read-gate-facts.ts";
import { readPeopleFacts } from "./read-people-facts.ts";
import { type PolicyInForce, readPolicy } from "./read-policy.ts";

/** A comparison of two commits lists no more files than this. */
const MAX_COMPARED_FILES = 300;

export interface PromotionQuestion {
  readonly pullRequest: PullRequest;
  /** Of a merge group: the commit that would be merged, and what it would be merged onto. */
  readonly group?: { readonly headSha: string; readonly baseSha: string | undefined } | undefined;
  /** Everything that can change by itself is asked for again, like where tags are. */
  readonly again: boolean;
}

export interface FoundPromotion {
  readonly facts: PromotionFacts;
  readonly unreadableTeams: readonly string[];
  /** Names of checks that some rule in force waits for. */
  readonly awaited: readonly string[];
  /** The default branch has moved since this was last asked: by a merge of this very pull request, it may be. */
  readonly baseMoved: boolean;
}

/**
 * Everything that `pawl / promotion` of a pull request is made from. A check belongs to a commit and not to a pull
 * request, so whatever branch a pull request wants to go to, it is judged by what would reach the default branch: else the
 * same commit, asked into a branch with other rules, would come back with their verdict.
 */
export async function readPromotionFacts(workplace: Workplace, question: PromotionQuestion): Promise<FoundPromotion> {
  const { pullRequest, group } = question;
  const { defaultBranch, serverUrl, fork } = pullRequest;
  const { octokit, repository } = workplace;
  const head = group?.headSha ?? pullRequest.headSha;
  const base = group?.baseSha ?? (await readBranchHead(octokit, repository, defaultBranch)) ?? pullRequest.baseSha;
  const baseMoved = base !== pullRequest.baseSha && workplace.memory.comparisons.get(`${base}...${head}`) === undefined;
  const comparison = await readComparisonWith(workplace, pullRequest, { base, head });
  const common = { repository: formatRepository(repository), serverUrl, headSha: head, baseRef: defaultBranch, fork };
  if (!concernsPromotion(comparison)) {
    return { facts: { ...common, ...NOTHING }, unreadableTeams: [], awaited: [], baseMoved };
  }
  const policy = await readPolicy(workplace, { commit: base, branch: defaultBranch });
  const proposed = await readProposed(workplace, policy, { head, comparison });
  const aliases = await readAliasChanges(workplace, { base, head, comparison });
  const policyChanges = proposed.project === undefined ? [] : comparePolicies(policy.project, proposed.project);
  const asks = aliases.changes.length > 0 || policyChanges.length > 0;
  const needs = findNeeds([
    ...aliases.changes
      .map((change) => findEnvironment(policy.project, change))
      .flatMap((plan) => [plan?.gate, plan?.rollback.gate]),
    ...policyChanges.map(({ before }) => before),
  ]);
  const people = asks
    ? await readPeopleFacts(workplace, { pullRequest, head, base, aliasPaths: aliases.paths, needs })
    : undefined;
  const checks = needs.rules.has("checks") ? await listCheckResults(octokit, repository, pullRequest.headSha) : [];
  const moves: AliasMove[] = [];
  for (const change of aliases.changes) {
    const known = { policy, proposed, people: people?.pullRequest, checks, question };
    moves.push(await readMove(workplace, change, known));
  }
  return {
    facts: {
      ...common,
      config: policy.config,
      policy: policy.sources,
      headConfigIssues: proposed.issues,
      invalidAliasFiles: aliases.invalid,
      moves,
      policyChanges,
      pullRequest: people?.pullRequest,
    },
    unreadableTeams: people?.unreadableTeams ?? [],
    awaited: needs.checks,
    baseMoved,
  };
}

/** Of a pull request that touches neither an alias nor the rules: nothing else has to be read for that. */
const NOTHING = {
  config: { kind: "valid" },
  policy: [],
  headConfigIssues: [],
  invalidAliasFiles: [],
  moves: [],
  policyChanges: [],
  pullRequest: undefined,
} as const satisfies Partial<PromotionFacts>;

function concernsPromotion({ files, truncated }: Comparison): boolean {
  return truncated || files.some((file) => file === CONFIG_FILE || file.startsWith(ALIAS_FOLDER));
}

/** Every file that would reach the default branch; asked once for each pair of commits. */
async function readComparisonWith(
  { octokit, repository, memory }: Workplace,
  { number, baseRef, defaultBranch }: PullRequest,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<Comparison> {
  const key = `${base}...${head}`;
  const known = memory.comparisons.get(key);
  if (known !== undefined) return known;
  const compared = await comparePullRequest(octokit, repository, { number, baseSha: base, headSha: head });
  // GitHub lists many files only as those of the pull request, against its own base.
  const elsewhere = baseRef !== defaultBranch && compared.files.length >= MAX_COMPARED_FILES;
  const comparison = elsewhere ? { ...compared, truncated: true } : compared;
  memory.comparisons.set(key, comparison);
  return comparison;
}

interface Proposed {
  /** What the head's configuration says, where it changes it and is valid. */
  readonly project: Project | undefined;
  readonly issues: PromotionFacts["headConfigIssues"];
}

async function readProposed(
  workplace: Workplace,
  { organization, config }: PolicyInForce,
  { head, comparison }: { readonly head: string; readonly comparison: Comparison },
): Promise<Proposed> {
  if (!comparison.files.includes(CONFIG_FILE)) return { project: undefined, issues: [] };
  const bytes = await readConfigAt(workplace, head);
  // Taking the configuration away takes every rule away.
  if (bytes === undefined) return { project: { models: [], staleAfterDays: 1 }, issues: [] };
  if (!(await isRegularFile(workplace, head, bytes))) return { project: undefined, issues: [LINKED] };
  const parsed = parseProjectConfig(bytes, organization);
  if ("project" in parsed) return { project: parsed.project, issues: [] };
  return { project: undefined, issues: config.kind === "invalid" ? [] : parsed.issues };
}

const LINKED = fileIssue(
  "is not a file of its own.",
  "Let it be no link: what a link points at would change the rules without anybody seeing that they changed.",
);

/** GitHub follows a symbolic link where it is asked for a file's bytes; git knows whether they are the file's own. */
async function isRegularFile(workplace: Workplace, commit: string, bytes: Uint8Array): Promise<boolean> {
  const blobs = await readKnownBlobs(workplace, [commit], [CONFIG_FILE]);
  return blobs.get(commit)?.get(CONFIG_FILE)?.id === gitBlobId(bytes);
}

interface KnownAboutMoves {
  readonly policy: PolicyInForce;
  readonly proposed: Proposed;
  readonly people: GateFacts["pullRequest"];
  readonly checks: readonly CheckFacts[];
  readonly question: PromotionQuestion;
}

async function readMove(workplace: Workplace, change: AliasChange, known: KnownAboutMoves): Promise<AliasMove> {
  const { model, environment, from, to } = change;
  const { policy, proposed } = known;
  const models = policy.project?.models ?? [];
  const plan = models.find(({ name }) => name === model);
  if (plan === undefined) {
    return { ...change, state: { kind: "unknown-model", known: models.map(({ name }) => name) } };
  }
  const rules = findEnvironment(policy.project, change);
  if (rules === undefined) {
    return { ...change, state: { kind: "unknown-environment", known: plan.environments.map(({ name }) => name) } };
  }
  const registry = await readRegistry(workplace, model);
  const kind = to === undefined ? "rollback" : kindOfMove(registry, { environment, from, to });
  const newest = registry?.versions[0]?.version;
  const challenger = to ?? from;
  const facts =
    challenger === undefined
      ? undefined
      : await readGateFacts(workplace, {
          plan,
          environment,
          kind,
          challenger,
          champion: to === undefined ? undefined : (from ?? lastHolder(registry, { environment, to })),
          pullRequest: known.people,
          checks: known.checks,
          serverUrl: known.question.pullRequest.serverUrl,
          again: known.question.again,
        });
  if (facts === undefined) return { ...change, state: { kind: "not-registered", newest } };
  const gateOf = (project: Project | undefined) => {
    const found = findEnvironment(project, change);
    return kind === "rollback" ? found?.rollback.gate : found?.gate;
  };
  const gate = gateOf(policy.project);
  const wanted = proposed.project === undefined ? gate : gateOf(proposed.project);
  const other = isSameGate(gate, wanted) ? {} : { proposed: { gate: wanted } };
  return { ...change, state: { kind: "judgeable", gate, facts, ...other } };
}

/** An alias that was taken away, or whose file broke, is given to a version that has to stand beside its last holder. */
function lastHolder(
  registry: Registry | undefined,
  { environment, to }: { readonly environment: string; readonly to: number },
): number | undefined {
  const held = registry?.promotions.filter(
    (move) => move.environment === environment && move.standing !== "unverified" && move.version !== undefined,
  );
  const last = held?.toSorted((a, b) => b.counter - a.counter)[0]?.version;
  return last === to ? undefined : last;
}

/** Policies are parsed from YAML by one schema, so equal ones are equal as JSON. */
function isSameGate(left: GateNode | undefined, right: GateNode | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
