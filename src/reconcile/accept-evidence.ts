import type { ModelPlan, Project } from "../core/config/project-config.ts";
import { formatArtifactName } from "../core/evidence/names.ts";
import type { RefusedEvidence } from "../core/report/report-facts.ts";
import { readBranchHead } from "../github/branch-head.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";
import { appendToLedger } from "./append-to-ledger.ts";
import { type CollectedEvidence, collectEvidence } from "./collect-evidence.ts";
import { isOnBranch } from "./is-on-branch.ts";
import type { DocumentToKeep } from "./plan-ledger-commit.ts";
import { readPolicy } from "./promotion/read-policy.ts";
import { readEntries } from "./read-ledger.ts";
import { reconcileRegistry } from "./registry/reconcile-registry.ts";
import { attemptOf } from "./sweep-repository.ts";
import type { Workplace } from "./workplace.ts";

export interface AcceptedEvidence {
  /** Of forks: shown, never kept. */
  readonly shown: readonly CollectedEvidence[];
  readonly refused: readonly RefusedEvidence[];
}

export interface Acceptance {
  readonly project: Project;
  readonly defaultBranch: string;
  /** The pull request whose head these workflow runs are of, where there is one. */
  readonly pullRequest: { readonly number: number; readonly fork: boolean } | undefined;
}

/** Workflow runs of one commit whose evidence is looked at; more come only from a loop. */
const MAX_WORKFLOW_RUNS = 30;

/** Events whose workflow run executes the branch's own code, as reviewed. */
const BRANCH_EVENTS: readonly string[] = ["push", "schedule", "workflow_dispatch", "repository_dispatch"];

/**
 * Collects the evidence of completed workflow runs and puts it on the ledger, in one commit. Safe to repeat at any time:
 * what is kept already is neither downloaded nor written again.
 */
export async function acceptEvidence(
  workplace: Workplace,
  workflowRuns: readonly WorkflowRun[],
  { project, defaultBranch, pullRequest }: Acceptance,
): Promise<AcceptedEvidence> {
  const models = project.models.map(({ name }) => name);
  const completed = workflowRuns.filter(({ status }) => status === "completed").slice(0, MAX_WORKFLOW_RUNS);
  const kept = completed.length === 0 ? new Map() : await readKeptArtifacts(workplace, models);
  const shown: CollectedEvidence[] = [];
  const toKeep: DocumentToKeep[] = [];
  const refused: RefusedEvidence[] = [];
  for (const workflowRun of completed) {
    const keptHere = kept.get(attemptOf(workflowRun)) ?? new Set<string>();
    const fork = isFork(workflowRun, pullRequest);
    const ofDefaultBranch = !fork && (await ranDefaultBranch(workplace, workflowRun, defaultBranch));
    const rules = { models: project.models, reviewed: ofDefaultBranch };
    const collected = await collectEvidence(workplace, workflowRun, rules, keptHere);
    refused.push(...collected.refused);
    if (fork) shown.push(collected);
    else {
      toKeep.push(
        ...collected.documents.map((document) => ({
          document,
          workflowRun,
          defaultBranch: ofDefaultBranch,
          pullRequest: pullRequest?.number,
        })),
      );
    }
  }
  const late = await appendToLedger(workplace, toKeep);
  await registerPackages(workplace, project, completed, defaultBranch);
  return { shown, refused: [...refused, ...late.map(refuseLate)] };
}

/** Models whose packages these workflow runs of the default branch left, now or before a crash, get their versions. */
async function registerPackages(
  workplace: Workplace,
  project: Project,
  workflowRuns: readonly WorkflowRun[],
  defaultBranch: string,
): Promise<void> {
  const ids = new Set(workflowRuns.map(({ id }) => id));
  const packed = new Set<string>();
  for (const { name } of ids.size === 0 ? [] : project.models) {
    const left = (await readEntries(workplace, name)).some(
      ({ kind, onDefaultBranch, workflowRun }) => kind === "package" && onDefaultBranch && ids.has(workflowRun.id),
    );
    if (left) packed.add(name);
  }
  if (packed.size === 0) return;
  const models = await readPlansInForce(workplace, project, defaultBranch);
  await reconcileRegistry(workplace, { models: models.filter(({ name }) => packed.has(name)) }, defaultBranch);
}

/** The default branch's own, with the organization's default below: by another branch's rules nothing is promoted. */
async function readPlansInForce(
  workplace: Workplace,
  project: Project,
  defaultBranch: string,
): Promise<readonly ModelPlan[]> {
  const commit = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  const inForce =
    commit === undefined ? undefined : (await readPolicy(workplace, { commit, branch: defaultBranch })).project;
  return inForce?.models ?? project.models.map((plan) => ({ ...plan, environments: [] }));
}

/** Names of the artifacts whose documents the ledger holds, by attempt: a later attempt uploads under the same names. */
async function readKeptArtifacts(
  workplace: Workplace,
  models: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const kept = new Map<string, Set<string>>();
  for (const model of models) {
    for (const { kind, key, workflowRun } of await readEntries(workplace, model)) {
      const names = kept.get(attemptOf(workflowRun)) ?? new Set();
      names.add(formatArtifactName({ kind, model, key }));
      kept.set(attemptOf(workflowRun), names);
    }
  }
  return kept;
}

/** Of a tag that is called like the default branch GitHub says the same as of the branch. */
async function ranDefaultBranch(
  workplace: Workplace,
  { event, headBranch, headSha }: WorkflowRun,
  defaultBranch: string,
): Promise<boolean> {
  if (headBranch !== defaultBranch || !BRANCH_EVENTS.includes(event)) return false;
  return isOnBranch(workplace, headSha, defaultBranch);
}

/** GitHub says so of the workflow run; where it does not, the pull request knows; where there is none, caution decides. */
function isFork({ fork, event }: WorkflowRun, pullRequest: Acceptance["pullRequest"]): boolean {
  return fork ?? pullRequest?.fork ?? event.startsWith("pull_request");
}

function refuseLate({ document, workflowRun }: DocumentToKeep): RefusedEvidence {
  return {
    artifact: document.artifactName,
    reason: "Another document of the same attempt was accepted before, and the ledger is append-only.",
    workflowRunUrl: workflowRun.url,
  };
}
