import type { ModelPlan } from "../../core/config/project-config.ts";
import { isFinalStatus } from "../../core/deployment/describe-deployment.ts";
import { newestPromotions } from "../../core/deployment/plan-moves.ts";
import { namesPromotion } from "../../core/deployment/promotion-key.ts";
import type { PromotionProgress, Registry } from "../../core/registry/registry.ts";
import { addDeploymentStatus, readNewestStatus } from "../../github/deployments.ts";
import { listWorkflowRunsOfFile, type WorkflowRun } from "../../github/workflow-runs.ts";
import type { Workplace } from "../workplace.ts";

/**
 * Gives a deployment the end that its workflow run had, where that one said nothing itself: a runner that was lost cannot
 * report, and a workflow may not know of deployments. One that succeeded and has said how far it is may have handed on to
 * something that goes on; that is left alone.
 */
export async function concludeDeployments(workplace: Workplace, registry: Registry, plan: ModelPlan): Promise<void> {
  for (const promotion of newestPromotions(registry)) {
    const { environment, deployment, complete, status } = promotion;
    const workflow = plan.environments.find(({ name }) => name === environment)?.workflow;
    if (workflow === undefined || deployment === undefined || !complete || isFinalStatus(status)) continue;
    const run = await findRun(workplace, { workflow, model: registry.model, promotion });
    if (run?.status !== "completed") continue;
    await conclude(workplace, deployment, run);
  }
}

async function findRun(
  { octokit, repository, self }: Workplace,
  {
    workflow,
    model,
    promotion,
  }: { readonly workflow: string; readonly model: string; readonly promotion: PromotionProgress },
): Promise<WorkflowRun | undefined> {
  const runs = await listWorkflowRunsOfFile(octokit, repository, workflow, { event: "workflow_dispatch" });
  return runs.find(({ actor, title }) => actor === self.login && namesPromotion(title, { model, ...promotion }));
}

async function conclude({ octokit, repository, log }: Workplace, deployment: number, run: WorkflowRun): Promise<void> {
  const newest = await readNewestStatus(octokit, repository, deployment);
  if (isFinalStatus(newest?.state)) return;
  const succeeded = run.conclusion === "success";
  if (succeeded && newest !== undefined) return;
  const state = succeeded ? "success" : "failure";
  const description = `The deploy workflow ended: ${run.conclusion ?? "without a conclusion"}`;
  await addDeploymentStatus(octokit, repository, deployment, { state, description });
  log.info({ deployment, state, workflowRun: run.id }, "deployment concluded by its workflow run");
}
