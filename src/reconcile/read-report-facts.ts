import type { ModelPlan } from "../core/config/project-config.ts";
import type { ModelFacts, ReportFacts } from "../core/report/report-facts.ts";
import { retrainingBranch } from "../core/retraining/retraining.ts";
import { type Comparison, comparePullRequest } from "../github/comparisons.ts";
import type { PullRequest } from "../github/pull-requests.ts";
import { formatRepository } from "../github/repository.ts";
import { listWorkflowRunsOf } from "../github/workflow-runs.ts";
import { type AcceptedEvidence, acceptEvidence } from "./accept-evidence.ts";
import { readConfigFacts } from "./read-config-facts.ts";
import { type FoundDataset, readDataFacts, toModelDataFacts } from "./read-data-facts.ts";
import { type PullRequestFacts, readModelFacts, touchedModels } from "./read-model-facts.ts";
import type { RefusedPlaces } from "./refused-places.ts";
import type { Workplace } from "./workplace.ts";

const NOTHING_ACCEPTED: AcceptedEvidence = { shown: [], refused: [] };

/**
 * Reads everything that the report on a pull request is made from. Evidence that its workflow runs left and that is not
 * on the ledger yet is put there on the way, so that a lost event costs nothing but time.
 */
export async function readReportFacts(workplace: Workplace, pullRequest: PullRequest): Promise<ReportFacts> {
  const { repository, memory } = workplace;
  const comparison = await readComparison(workplace, pullRequest);
  memory.mergeBases.set(pullRequest.number, comparison.mergeBase);
  const { config, headConfigIssues, inForce } = await readConfigFacts(workplace, pullRequest, comparison.files);
  const workflowRuns = await listWorkflowRunsOf(workplace.octokit, repository, pullRequest.headSha);
  const accepted =
    inForce === undefined
      ? NOTHING_ACCEPTED
      : await acceptEvidence(workplace, workflowRuns, {
          project: inForce,
          defaultBranch: pullRequest.defaultBranch,
          pullRequest,
        });

  const project = config.kind === "valid" || config.kind === "preview" ? config.project : undefined;
  const known = { pullRequest, comparison, workflowRuns, accepted };
  const { models, data } = await readModels(workplace, project?.models ?? [], known);
  return {
    repository: formatRepository(repository),
    serverUrl: pullRequest.serverUrl,
    pullRequest: {
      number: pullRequest.number,
      headSha: pullRequest.headSha,
      baseSha: pullRequest.baseSha,
      baseRef: pullRequest.baseRef,
      mergeBase: comparison.mergeBase,
      fork: pullRequest.fork,
      authorIsBot: pullRequest.authorIsBot,
    },
    config,
    headConfigIssues,
    models,
    data,
    fileListTruncated: comparison.truncated,
    now: workplace.now(),
  };
}

/** Facts about the models that are touched, and about the datasets that are touched or were looked at. */
async function readModels(
  workplace: Workplace,
  plans: readonly ModelPlan[],
  known: Omit<PullRequestFacts, "places">,
): Promise<Pick<ReportFacts, "models" | "data">> {
  const datasets: FoundDataset[] = [];
  for (const plan of plans) datasets.push(...(await readDataFacts(workplace, plan, known)));
  const touched = plans
    .filter((plan) => isTouched(plan, known))
    .map((plan) =>
      isRetraining(plan, known.pullRequest) ? { ...plan, workflow: plan.retrain?.workflow ?? plan.workflow } : plan,
    );
  const places: RefusedPlaces = { models: touched.map(({ name }) => name), datasets };
  const models: ModelFacts[] = [];
  for (const plan of touched) models.push(await readModelFacts(workplace, plan, { ...known, places }));
  return { models, data: toModelDataFacts(datasets, known.accepted.refused, places) };
}

/** A retraining is about its model also where what changes is not a file: other data behind the same pointer. */
function isTouched(plan: ModelPlan, { pullRequest, comparison }: Omit<PullRequestFacts, "places">): boolean {
  return isRetraining(plan, pullRequest) || touchedModels([plan], comparison.files).length > 0;
}

function isRetraining({ name }: ModelPlan, { fork, headRef }: PullRequest): boolean {
  return !fork && headRef === retrainingBranch(name);
}

/** What the pull request changes; asked once for each pair of commits. */
export async function readComparison(
  { octokit, repository, memory }: Workplace,
  pullRequest: PullRequest,
): Promise<Comparison> {
  const key = `${pullRequest.baseSha}...${pullRequest.headSha}`;
  const known = memory.comparisons.get(key);
  if (known !== undefined) return known;
  const comparison = await comparePullRequest(octokit, repository, pullRequest);
  memory.comparisons.set(key, comparison);
  return comparison;
}
