import type { ModelPlan } from "../../core/config/project-config.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import { createAttempts } from "../attempts.ts";
import type { Workplace } from "../workplace.ts";
import { answerOrders } from "./answer-orders.ts";
import { closeGone } from "./close-gone.ts";
import type { RetrainingPlace } from "./place.ts";
import { readRetraining } from "./read-retraining.ts";
import { reconcileIncidents } from "./reconcile-incidents.ts";
import { reconcileModel } from "./reconcile-model.ts";

/**
 * Makes data incidents and retraining pull requests what the windows on the ledger, the configuration and people say that
 * they have to be. What a crash left is finished; repeating it changes nothing. A model that fails does not keep the
 * others; the first error is thrown in the end.
 */
export async function reconcileRetraining(workplace: Workplace, place: RetrainingPlace): Promise<void> {
  const { attempt, finish } = createAttempts();
  await attempt(() => answerOrders(workplace, place));
  for (const plan of place.project.models) {
    await attempt(() => reconcileIncidents(workplace, place, plan));
    await attempt(async () => {
      if (await isConcerned(workplace, plan)) await reconcileModel(workplace, place, plan);
    });
  }
  await attempt(() => closeGone(workplace, place));
  finish();
}

/** One that is living outlives the key of the configuration that began it, by as long as closing it takes. */
async function isConcerned(workplace: Workplace, { name, retrain }: ModelPlan): Promise<boolean> {
  return retrain !== undefined || findLiving(await readRetraining(workplace, name)) !== undefined;
}
