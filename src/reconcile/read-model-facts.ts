import { matchPaths } from "../core/config/match-paths.ts";
import type { ModelPlan } from "../core/config/project-config.ts";
import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import type { BaselineFacts, ModelEvidence, ModelFacts } from "../core/report/report-facts.ts";
import type { Comparison } from "../github/comparisons.ts";
import type { PullRequest } from "../github/pull-requests.ts";
import { formatRepository } from "../github/repository.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";
import type { AcceptedEvidence } from "./accept-evidence.ts";
import { type BaselineCandidate, findBaseline } from "./find-baseline.ts";
import { isEvaluation, isRun, readAccepted, readKeptEvidence, toShownEvidence } from "./model-evidence.ts";
import { readEntries } from "./read-ledger.ts";
import { type RefusedPlaces, refusedOfModel } from "./refused-places.ts";
import { readChampion } from "./registry/read-champion.ts";
import { workflowRunFacts } from "./workflow-run-facts.ts";
import type { Workplace } from "./workplace.ts";

const MAX_DURATIONS = 10;

/** Everything that is known about a pull request before one of its models is looked at. */
export interface PullRequestFacts {
  readonly pullRequest: PullRequest;
  readonly comparison: Comparison;
  readonly workflowRuns: readonly WorkflowRun[];
  readonly accepted: AcceptedEvidence;
  /** The parts of the report that can name a refused artifact. */
  readonly places: RefusedPlaces;
}

/** Models of the configuration that the changed files touch. */
export function touchedModels(models: readonly ModelPlan[], files: readonly string[]): readonly ModelPlan[] {
  return models.filter((plan) =>
    [plan.paths, plan.evaluationPaths, plan.evaluationData].some((globs) => matchPaths(globs, files).length > 0),
  );
}

/** Reads what the report says about one model. */
export async function readModelFacts(
  workplace: Workplace,
  plan: ModelPlan,
  facts: PullRequestFacts,
): Promise<ModelFacts> {
  const { pullRequest, comparison, accepted } = facts;
  const runsUrl = `${pullRequest.serverUrl}/${formatRepository(workplace.repository)}/actions/runs`;
  const entries = await readEntries(workplace, plan.name);
  const evidence = pullRequest.fork
    ? toShownEvidence(accepted.shown, plan.name)
    : await readKeptEvidence(workplace, entries, { commit: pullRequest.headSha, runsUrl });
  const baseline = await readBaseline(workplace, entries, facts, runsUrl);
  const { baseRef, baseSha, defaultBranch } = pullRequest;
  const champion = await readChampion(workplace, plan, {
    // A commit is asked for once; only its own branch's is the one whose alias file counts.
    ref: baseRef === defaultBranch ? baseSha : defaultBranch,
    runsUrl,
  });
  return {
    plan,
    touchedFiles: matchPaths(plan.paths, comparison.files),
    changedEvaluationCode: matchPaths(plan.evaluationPaths, comparison.files),
    changedTestData: matchPaths(plan.evaluationData, comparison.files),
    workflowChanged: comparison.files.includes(workflowPath(plan)) || madeByChangedWorkflow(evidence, comparison),
    workflowRuns: workflowRunFacts(facts.workflowRuns, plan.workflow, [...evidence.runs, ...evidence.evaluations]),
    evidence,
    refused: refusedOfModel(accepted.refused, plan.name, facts.places),
    ...(baseline === undefined ? {} : { baseline }),
    ...(champion === undefined ? {} : { champion }),
    earlierDurations: earlierDurations(entries, pullRequest.headSha),
  };
}

async function readBaseline(
  workplace: Workplace,
  entries: readonly LedgerEntry[],
  { pullRequest, comparison }: PullRequestFacts,
  runsUrl: string,
): Promise<BaselineFacts | undefined> {
  const found = await findBaseline(workplace, entries, {
    mergeBase: comparison.mergeBase,
    baseRef: pullRequest.baseRef,
    headSha: pullRequest.headSha,
  });
  if (found === undefined) return undefined;
  const keyed = [];
  for (const entries of found.keyed) {
    keyed.push({ key: entries.key, ...(await readPair(workplace, entries, runsUrl)) });
  }
  return {
    commit: found.commit,
    isMergeBase: found.isMergeBase,
    ...(await readPair(workplace, found, runsUrl)),
    ...(keyed.length === 0 ? {} : { keyed }),
  };
}

async function readPair(
  workplace: Workplace,
  entries: Pick<BaselineCandidate, "run" | "evaluation">,
  runsUrl: string,
): Promise<Pick<BaselineFacts, "run" | "evaluation">> {
  const run = entries.run === undefined ? undefined : await readAccepted(workplace, entries.run, runsUrl);
  const evaluation =
    entries.evaluation === undefined ? undefined : await readAccepted(workplace, entries.evaluation, runsUrl);
  return {
    ...(run !== undefined && isRun(run) ? { run } : {}),
    ...(evaluation !== undefined && isEvaluation(evaluation) ? { evaluation } : {}),
  };
}

function workflowPath({ workflow }: ModelPlan): string {
  return `.github/workflows/${workflow}`;
}

/** The evidence may come from another workflow file than the configuration names. */
function madeByChangedWorkflow({ runs, evaluations }: ModelEvidence, { files }: Comparison): boolean {
  return [...runs, ...evaluations].some(({ document }) => files.includes(document.identity.workflow.path));
}

/** Wall seconds of earlier successful trainings; a reused run took none. */
function earlierDurations(entries: readonly LedgerEntry[], headSha: string): readonly number[] {
  return entries
    .filter(
      ({ kind, outcome, reused, commit }) =>
        kind === "run" && outcome === "succeeded" && reused === undefined && commit !== headSha,
    )
    .map(({ startedAt, finishedAt }) => (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)
    .filter((seconds) => Number.isFinite(seconds) && seconds >= 0)
    .slice(0, MAX_DURATIONS);
}
