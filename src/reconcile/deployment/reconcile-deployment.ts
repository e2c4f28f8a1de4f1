import { keyOfPayload } from "../../core/deployment/deployment-payload.ts";
import { readDeployment } from "../../github/deployments.ts";
import { inTurn } from "../in-turn.ts";
import { readRegistry } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import type { DeploymentPlace } from "./deployment-place.ts";
import { answerFailures, followDeployments } from "./follow-deployments.ts";

/**
 * Brings what the ledger says about one deployment up to date, after GitHub told of a status. A deployment that the App
 * did not make, or that is not the one of its promotion, changes nothing: anybody who may deploy can write a payload.
 */
export async function reconcileDeployment(
  workplace: Workplace,
  wish: DeploymentPlace & { readonly deployment: number },
): Promise<void> {
  return inTurn(workplace, "lastPromotionTurn", () => reconcileOne(workplace, wish));
}

async function reconcileOne(
  workplace: Workplace,
  { project, defaultBranch, deployment: id }: DeploymentPlace & { readonly deployment: number },
): Promise<void> {
  const { octokit, repository, self } = workplace;
  const deployment = await readDeployment(octokit, repository, { id, self });
  const key = deployment?.own === true ? keyOfPayload(deployment.payload) : undefined;
  const plan = project.models.find(({ name }) => name === key?.model);
  if (key === undefined || plan === undefined) return;
  const registry = await readRegistry(workplace, plan.name);
  if (registry === undefined) return;
  const after = await followDeployments(
    workplace,
    registry,
    (promotion) => promotion.environment === key.environment && promotion.deployment === id,
  );
  await answerFailures(workplace, after, { plan, defaultBranch });
}
