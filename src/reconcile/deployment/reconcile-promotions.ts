import type { ModelPlan } from "../../core/config/project-config.ts";
import { planConsequences } from "../../core/deployment/plan-consequences.ts";
import type { PromotionRecord, Registry } from "../../core/registry/registry.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { createAttempts } from "../attempts.ts";
import { inTurn } from "../in-turn.ts";
import { readRegistry } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import { carryOutPromotion } from "./carry-out-promotion.ts";
import { concludeDeployments } from "./conclude-deployments.ts";
import type { DeploymentPlace } from "./deployment-place.ts";
import { answerFailures, followDeployments } from "./follow-deployments.ts";
import { recordAliasMoves } from "./record-alias-moves.ts";
import { type ProgressChange, updateProgress } from "./update-progress.ts";

/** What happened to one model's aliases. */
export interface PromotionOutcome {
  readonly model: string;
  /** Moves put on record now, oldest first. */
  readonly records: readonly PromotionRecord[];
  /** As it is after this. */
  readonly registry: Registry | undefined;
}

/**
 * Makes everything that follows from the alias files of the default branch be there: each move on record, in order; of the
 * newest of each environment one tag, one deployment and one dispatch. The cause is the default branch, not an event:
 * repeating it changes nothing, and what a crash or a lost answer left is finished. One model that fails does not keep the
 * others; the first error is thrown in the end.
 */
export async function reconcilePromotions(
  workplace: Workplace,
  place: DeploymentPlace,
): Promise<readonly PromotionOutcome[]> {
  return inTurn(workplace, "lastPromotionTurn", () => reconcileModels(workplace, place));
}

async function reconcileModels(
  workplace: Workplace,
  { project, defaultBranch }: DeploymentPlace,
): Promise<readonly PromotionOutcome[]> {
  const models = project.models;
  if (models.length === 0) return [];
  const head = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (head === undefined) return [];
  const outcomes: PromotionOutcome[] = [];
  const { attempt, finish } = createAttempts();
  for (const plan of models) {
    await attempt(async () => outcomes.push(await reconcileModel(workplace, plan, { head, defaultBranch })));
  }
  finish();
  return outcomes;
}

async function reconcileModel(
  workplace: Workplace,
  plan: ModelPlan,
  { head, defaultBranch }: { readonly head: string; readonly defaultBranch: string },
): Promise<PromotionOutcome> {
  const before = await readRegistry(workplace, plan.name);
  if (before === undefined && plan.environments.length === 0)
    return { model: plan.name, records: [], registry: before };
  const recorded = await recordAliasMoves(workplace, plan.name, { head, defaultBranch });
  if (recorded.registry === undefined) return { model: plan.name, records: [], registry: undefined };
  const { records } = recorded;
  const carried = await carryOut(workplace, recorded.registry, { plan, defaultBranch, records });
  await concludeDeployments(workplace, carried, plan);
  const registry = await followDeployments(workplace, carried);
  await answerFailures(workplace, registry, { plan, defaultBranch });
  return { model: plan.name, records, registry };
}

/** Does what recorded moves of one model still want. What was done is written down even where a later one fails. */
export async function carryOut(
  workplace: Workplace,
  registry: Registry,
  {
    plan,
    defaultBranch,
    records,
  }: {
    readonly plan: ModelPlan;
    readonly defaultBranch: string;
    /** Put on record just now, so that nothing of them can be there already. */
    readonly records: readonly PromotionRecord[];
  },
): Promise<Registry> {
  const changes: ProgressChange[] = [];
  try {
    for (const consequence of planConsequences(registry)) {
      const { environment, counter } = consequence.progress;
      const change = await carryOutPromotion(workplace, consequence, {
        registry,
        plan: plan.environments.find(({ name }) => name === environment),
        defaultBranch,
        seenBefore: !records.some((one) => one.environment === environment && one.counter === counter),
      });
      if (change !== undefined) changes.push(change);
    }
  } catch (error) {
    await writeDown(workplace, registry, changes).catch((second: unknown) =>
      workplace.log.warn({ err: second }, "what was done before the failure could not be written down"),
    );
    throw error;
  }
  return writeDown(workplace, registry, changes);
}

async function writeDown(
  workplace: Workplace,
  registry: Registry,
  changes: readonly ProgressChange[],
): Promise<Registry> {
  if (changes.length === 0) return registry;
  return (await updateProgress(workplace, registry.model, changes)) ?? registry;
}
