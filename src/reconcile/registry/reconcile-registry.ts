import type { Project } from "../../core/config/project-config.ts";
import type { Workplace } from "../workplace.ts";
import { type RegisteredModel, type Registration, registerVersions } from "./register-versions.ts";
import { type TagResult, tagVersions } from "./tag-versions.ts";

/** What happened to one model's registry. */
export type RegistryOutcome = Registration & TagResult & { readonly model: string };

/**
 * Makes the registry of every model of the configuration what it has to be: versions of all accepted packages, and their
 * tags. What a crash left is finished; repeating it changes nothing. One model that fails does not keep the
 * others; the first error is thrown in the end.
 */
export async function reconcileRegistry(
  workplace: Workplace,
  project: Pick<Project, "models">,
): Promise<readonly RegistryOutcome[]> {
  const outcomes: RegistryOutcome[] = [];
  const errors: unknown[] = [];
  for (const plan of project.models) {
    try {
      outcomes.push(await reconcileModel(workplace, plan));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return outcomes;
}

async function reconcileModel(workplace: Workplace, plan: RegisteredModel): Promise<RegistryOutcome> {
  const registration = await registerVersions(workplace, plan);
  const { registry } = registration;
  const tags = registry === undefined ? { created: [], moved: [] } : await tagVersions(workplace, registry);
  return { model: plan.name, ...registration, ...tags };
}
