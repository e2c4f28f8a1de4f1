import type { ModelPlan } from "../../core/config/project-config.ts";
import { isFailedStatus, isFinalStatus } from "../../core/deployment/describe-deployment.ts";
import { findLastGood } from "../../core/deployment/find-last-good.ts";
import { newestPromotions } from "../../core/deployment/plan-moves.ts";
import type { PromotionProgress, Registry } from "../../core/registry/registry.ts";
import { readNewestStatus } from "../../github/deployments.ts";
import { openRollbackPull } from "../registry/open-promotion-pull.ts";
import type { Workplace } from "../workplace.ts";
import { type ProgressChange, updateProgress } from "./update-progress.ts";

/** What became of one model's deployments that are still under way, on the ledger. Returns the registry. */
export async function followDeployments(
  workplace: Workplace,
  registry: Registry,
  isWanted: (promotion: PromotionProgress) => boolean = ({ status }) => !isFinalStatus(status),
): Promise<Registry> {
  const changes: ProgressChange[] = [];
  for (const promotion of newestPromotions(registry).filter(isWanted)) {
    const change = await readStatus(workplace, promotion);
    if (change !== undefined) changes.push(change);
  }
  if (changes.length === 0) return registry;
  return (await updateProgress(workplace, registry.model, changes)) ?? registry;
}

/** What GitHub says now, where the ledger says something else. */
export async function readStatus(
  { octokit, repository }: Workplace,
  { environment, counter, deployment, status, statusAt }: PromotionProgress,
): Promise<ProgressChange | undefined> {
  if (deployment === undefined) return undefined;
  const newest = await readNewestStatus(octokit, repository, deployment);
  if (newest === undefined) return undefined;
  const at = new Date(newest.createdAt).toISOString();
  if (newest.state === status && at === statusAt) return undefined;
  return { environment, counter, status: newest.state.slice(0, 40), statusAt: at };
}

/**
 * Opens the pull request that moves an alias back to the version that served well last, where its newest promotion failed
 * and the configuration says so. One that people closed stays closed. A rollback that fails is left to people: going
 * further back by itself would hide what is wrong.
 */
export async function answerFailures(
  workplace: Workplace,
  registry: Registry,
  { plan, defaultBranch }: { readonly plan: ModelPlan; readonly defaultBranch: string },
): Promise<void> {
  const { memory, log } = workplace;
  for (const promotion of newestPromotions(registry)) {
    const { environment, counter, kind, status, version } = promotion;
    const rules = plan.environments.find(({ name }) => name === environment);
    if (!isFailedStatus(status) || kind !== "promotion" || rules?.onFailure !== "rollback") continue;
    // Nothing failed where GitHub would not even start it: that is said where it was promoted.
    if (!promotion.complete) continue;
    const told = `failed ${plan.name}/${environment}/${String(counter)}`;
    if (memory.toldPromotions.get(told) === true) continue;
    const good = findLastGood(registry, { environment, holder: version });
    if (good === undefined)
      log.warn({ model: plan.name, environment }, "deployment failed, and no earlier version served well");
    else {
      const outcome = await openRollbackPull(workplace, {
        plan,
        environment,
        version: good,
        defaultBranch,
        requestedBy: undefined,
        reason: `The deployment of version ${String(version)} failed.`,
      });
      log.info({ model: plan.name, environment, version: good, outcome }, "deployment failed, rollback asked for");
    }
    memory.toldPromotions.set(told, true);
  }
}
