import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import { createAttempts } from "../attempts.ts";
import type { Workplace } from "../workplace.ts";
import { openAutoPromotions } from "./open-auto-promotions.ts";
import type { RequestOutcome } from "./open-request-pull.ts";
import { type Registration, registerVersions } from "./register-versions.ts";
import { type TagResult, tagVersions } from "./tag-versions.ts";

/** What happened to one model's registry. */
export type RegistryOutcome = Registration &
  TagResult & { readonly model: string; readonly promotions: readonly RequestOutcome[] };

/**
 * Makes the registry of every model of the configuration what it has to be: versions of all accepted packages, their
 * tags, and the promotion pull requests that registration opens. What a crash left is finished; repeating it changes nothing. One model that fails does not keep the
 * others; the first error is thrown in the end.
 */
export async function reconcileRegistry(
  workplace: Workplace,
  project: Pick<Project, "models">,
  defaultBranch: string,
): Promise<readonly RegistryOutcome[]> {
  const outcomes: RegistryOutcome[] = [];
  const { attempt, finish } = createAttempts();
  for (const plan of project.models) {
    await attempt(async () => outcomes.push(await reconcileModel(workplace, plan, defaultBranch)));
  }
  finish();
  return outcomes;
}

async function reconcileModel(workplace: Workplace, plan: ModelPlan, defaultBranch: string): Promise<RegistryOutcome> {
  const registration = await registerVersions(workplace, plan, defaultBranch);
  const { registry } = registration;
  if (registry === undefined) return { model: plan.name, ...registration, created: [], moved: [], promotions: [] };
  const tags = await tagVersions(workplace, registry);
  const promotions = await openAutoPromotions(workplace, plan, registry, defaultBranch);
  return { model: plan.name, ...registration, ...tags, promotions };
}
