import {
  type EnvironmentUse,
  judgePromotionUse,
  promotionOfUse,
  renderGateAnswer,
} from "../../core/deployment/judge-environment-use.ts";
import { answerGate, MAX_GATE_COMMENT } from "../../github/deployments.ts";
import { isNotFound, isUnprocessable } from "../../github/request-failure.ts";
import { listWorkflowRunsOfFile, readWorkflowRun, type WorkflowRun } from "../../github/workflow-runs.ts";
import { readRegistry } from "../registry/read-registry.ts";
import { readPromotion } from "../registry/read-version.ts";
import type { Workplace } from "../workplace.ts";
import type { DeploymentPlace } from "./deployment-place.ts";
import type { ProtectionRequest } from "./protection-request.ts";

interface Decision {
  readonly state: "approved" | "rejected";
  readonly comment: string;
}

/**
 * Answers GitHub's question whether a workflow run may use an environment: yes for the deploy workflow that the App itself
 * dispatched for the newest promotion of it, with the tree that was decided from; no for everything else, because which
 * version it would serve is not known. Which workflow run it is GitHub is asked, never the event.
 */
export async function answerProtectionRule(
  workplace: Workplace,
  place: DeploymentPlace & { readonly request: ProtectionRequest },
): Promise<"approved" | "rejected" | "nothing"> {
  const { octokit, repository, log } = workplace;
  const { workflowRunId, environment } = place.request;
  const run = await readWorkflowRun(octokit, repository, workflowRunId);
  if (run === undefined || run.status !== "waiting") return "nothing";
  const decision = await decide(workplace, place, run);
  try {
    await answerGate(octokit, repository, { workflowRunId, environment, ...decision });
  } catch (error) {
    // It was answered already, or nobody is asked any more.
    if (isUnprocessable(error) || isNotFound(error)) return "nothing";
    throw error;
  }
  log.info({ workflowRunId, environment, ...decision }, "deployment protection rule answered");
  return decision.state;
}

async function decide(
  workplace: Workplace,
  { project, defaultBranch, request }: DeploymentPlace & { readonly request: ProtectionRequest },
  run: WorkflowRun,
): Promise<Decision> {
  const workflowOf = ({ model, environment }: { readonly model: string; readonly environment: string }) =>
    project.models.find(({ name }) => name === model)?.environments.find(({ name }) => name === environment)?.workflow;
  const key = promotionOfUse(toUse(workplace, run, request), { workflow: workflowOf, defaultBranch });
  if ("refusal" in key) return reject(key.refusal);
  const judged = judgePromotionUse(await readRegistry(workplace, key.model), key);
  if ("refusal" in judged) return reject(judged.refusal);
  const record = await readPromotion(workplace, key.model, judged);
  if (record === undefined) return reject("Its record on the ledger is not as the App wrote it.");
  return { state: "approved", comment: renderGateAnswer(key, record, MAX_GATE_COMMENT) };
}

function toUse({ self }: Workplace, run: WorkflowRun, { environment }: ProtectionRequest): EnvironmentUse {
  const { title, event, path, headBranch, actor, fork } = run;
  return { environment, title, event, path, headBranch, own: actor === self.login, fork };
}

function reject(refusal: string): Decision {
  return {
    state: "rejected",
    comment: `${refusal} Promote a version by a pull request to its alias file.`.slice(0, MAX_GATE_COMMENT),
  };
}

/** Deploy workflows that wait for an answer that got lost: one call for each workflow. Answers only what is the App's own. */
export async function answerWaitingRuns(workplace: Workplace, place: DeploymentPlace): Promise<void> {
  const { octokit, repository, self } = workplace;
  const plans = place.project.models.flatMap((model) =>
    model.environments.map(({ name, workflow }) => ({ environment: name, workflow })),
  );
  for (const workflow of new Set(plans.flatMap((plan) => plan.workflow ?? []))) {
    const waiting = await listWorkflowRunsOfFile(octokit, repository, workflow, { status: "waiting" });
    for (const run of waiting.filter(({ actor }) => actor === self.login)) {
      for (const environment of new Set(
        plans.filter((plan) => plan.workflow === workflow).map((plan) => plan.environment),
      )) {
        if (!run.title.includes(`/${environment}/`)) continue;
        await answerProtectionRule(workplace, { ...place, request: { workflowRunId: run.id, environment } });
      }
    }
  }
}
