import type { EnvironmentPlan } from "../../core/config/promotion-plan.ts";
import { buildDeploymentPayload, buildDispatchInputs } from "../../core/deployment/deployment-payload.ts";
import { isFailedStatus } from "../../core/deployment/describe-deployment.ts";
import type { Consequence } from "../../core/deployment/plan-consequences.ts";
import { newestPromotions } from "../../core/deployment/plan-moves.ts";
import { formatPromotionKey, type PromotionKey } from "../../core/deployment/promotion-key.ts";
import type { PromotionProgress, PromotionRecord, Registry } from "../../core/registry/registry.ts";
import { addDeploymentStatus, readNewestStatus } from "../../github/deployments.ts";
import { readPromotion, readVersion } from "../registry/read-version.ts";
import type { Workplace } from "../workplace.ts";
import { dispatchDeployment } from "./dispatch-deployment.ts";
import { ensureDeployment } from "./ensure-deployment.ts";
import { closeUnverified, reportUnverified } from "./report-unverified.ts";
import { tagPromotion } from "./tag-promotion.ts";
import { tellRefusal } from "./tell-refusal.ts";
import type { ProgressChange } from "./update-progress.ts";

export interface CarriedOut {
  readonly registry: Registry;
  /** What the configuration in force plans for the environment; undefined: it does not know it. */
  readonly plan: EnvironmentPlan | undefined;
  readonly defaultBranch: string;
  /** It was put on record earlier, so that any part may be there already. */
  readonly seenBefore: boolean;
}

/**
 * Does what a recorded move still wants: each part is looked for before it is made, so that it can be cut off anywhere and
 * begun again. Returns what became known, `undefined` where nothing did.
 */
export async function carryOutPromotion(
  workplace: Workplace,
  { progress, kind }: Consequence,
  order: CarriedOut,
): Promise<ProgressChange | undefined> {
  const { registry, defaultBranch } = order;
  const { environment, counter } = progress;
  const done = { environment, counter, complete: true };
  switch (kind) {
    case "hold":
      await reportUnverified(workplace, registry, { promotion: progress, branch: defaultBranch });
      return undefined;
    case "drop":
      await closeUnverified(workplace, registry.model, progress);
      return done;
    case "tag":
      await tagPromotion(workplace, registry, progress);
      return done;
    case "retire":
      await tagPromotion(workplace, registry, progress);
      await retire(workplace, registry, progress);
      return done;
    case "deploy":
      return deploy(workplace, progress, order);
  }
}

async function deploy(
  workplace: Workplace,
  progress: PromotionProgress,
  { registry, plan, defaultBranch, seenBefore }: CarriedOut,
): Promise<ProgressChange | undefined> {
  const { memory, log } = workplace;
  const { environment, counter } = progress;
  const key: PromotionKey = { model: registry.model, environment, counter };
  const record = await readPromotion(workplace, registry.model, progress);
  const version =
    progress.version === undefined ? undefined : await readVersion(workplace, registry.model, progress.version);
  if (record === undefined || !hasVersion(record) || version === undefined) {
    log.error({ key: formatPromotionKey(key) }, "a promotion or its version is not on the ledger as it was written");
    return undefined;
  }
  const tag = await tagPromotion(workplace, registry, progress);
  const payload = buildDeploymentPayload(record, version);
  const told = `tried ${formatPromotionKey(key)}`;
  // What this process has seen through to GitHub's refusal is not looked for with patience again.
  const uncertain = seenBefore && memory.toldPromotions.get(told) !== true;
  const deployment = await ensureDeployment(workplace, {
    ref: tag ?? progress.commit,
    payload,
    production: plan?.production ?? false,
    seenBefore: uncertain,
  });
  if (plan?.workflow === undefined) return { environment, counter, deployment, complete: true };
  const reason = await dispatchDeployment(workplace, {
    key,
    workflow: plan.workflow,
    ref: defaultBranch,
    inputs: buildDispatchInputs(payload),
    since: record.recordedAt,
    seenBefore: uncertain,
  });
  if (reason !== undefined || seenBefore)
    await tellRefusal(workplace, { key, promotion: progress, deployment, reason });
  if (reason !== undefined) memory.toldPromotions.set(told, true);
  const isOver = reason === undefined && isFailedStatus(progress.status);
  return {
    environment,
    counter,
    deployment,
    complete: reason === undefined,
    ...(isOver ? { status: "queued", statusAt: workplace.now() } : {}),
  };
}

/** Nothing holds the alias any more, so what was deployed last is not active. Whoever serves it hears `deployment_status`. */
async function retire(workplace: Workplace, registry: Registry, progress: PromotionProgress): Promise<void> {
  const { octokit, repository } = workplace;
  const { environment, counter } = progress;
  const earlier = registry.promotions.filter((one) => one.environment === environment && one.counter < counter);
  const [last] = newestPromotions({ promotions: earlier.filter(({ deployment }) => deployment !== undefined) });
  if (last?.deployment === undefined) return;
  const status = await readNewestStatus(octokit, repository, last.deployment);
  if (status?.state === "inactive") return;
  await addDeploymentStatus(octokit, repository, last.deployment, {
    state: "inactive",
    description: `${environment} was taken away from ${registry.model}`,
  });
}

function hasVersion(record: PromotionRecord): record is PromotionRecord & { readonly version: number } {
  return record.version !== undefined;
}
