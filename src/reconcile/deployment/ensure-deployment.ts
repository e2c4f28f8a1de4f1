import type { DeploymentPayload } from "../../core/deployment/deployment-payload.ts";
import { keyOfPayload } from "../../core/deployment/deployment-payload.ts";
import { formatPromotionKey } from "../../core/deployment/promotion-key.ts";
import { createDeployment, type Deployment, deleteDeployment, listOwnDeployments } from "../../github/deployments.ts";
import { isLostAnswer } from "../../github/request-failure.ts";
import type { Workplace } from "../workplace.ts";

export interface WantedDeployment {
  /** The promotion's own tag, where it has one. */
  readonly ref: string;
  readonly payload: DeploymentPayload;
  readonly production: boolean;
  /** An earlier attempt may have got as far as this. */
  readonly seenBefore: boolean;
}

/** GitHub's lists are behind by seconds at most; so often and so long they are asked before something is made again. */
const LOOKS = 3;
const LOOK_PAUSE_MS = 2000;
const ATTEMPTS = 3;

/**
 * The one deployment of a promotion: found again by its payload's key, or made. Returns its id. Where two processes made
 * one each, or a stale list hid the first, the younger goes.
 */
export async function ensureDeployment(workplace: Workplace, wanted: WantedDeployment): Promise<number> {
  const { octokit, repository, log } = workplace;
  const { ref, payload, production } = wanted;
  let uncertain = wanted.seenBefore;
  for (let attempt = 1; ; attempt++) {
    const present = await find(workplace, wanted, uncertain ? LOOKS : 1);
    if (present !== undefined) return present;
    try {
      const id = await createDeployment(octokit, repository, {
        ref,
        environment: payload.environment,
        payload: { ...payload },
        description: `${payload.model} ${String(payload.version)}`,
        production,
      });
      log.info({ deployment: id, key: payload["pawl-key"] }, "deployment made");
      return (await find(workplace, wanted, 1)) ?? id;
    } catch (error) {
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      uncertain = true;
    }
  }
}

async function find(workplace: Workplace, wanted: WantedDeployment, looks: number): Promise<number | undefined> {
  for (let look = 1; look <= looks; look++) {
    if (look > 1) await workplace.pause(LOOK_PAUSE_MS);
    const [first, ...copies] = await list(workplace, wanted);
    for (const { id } of copies) await removeCopy(workplace, id);
    if (first !== undefined) return first.id;
  }
  return undefined;
}

async function list(
  { octokit, repository, self }: Workplace,
  { payload }: WantedDeployment,
): Promise<readonly Deployment[]> {
  const all = await listOwnDeployments(octokit, repository, { environment: payload.environment, self });
  return all.filter((deployment) => {
    const key = keyOfPayload(deployment.payload);
    return key !== undefined && formatPromotionKey(key) === payload["pawl-key"];
  });
}

async function removeCopy({ octokit, repository, log }: Workplace, id: number): Promise<void> {
  log.info({ deployment: id }, "second copy of a deployment removed");
  await deleteDeployment(octokit, repository, id);
}
