import type { Project } from "../../core/config/project-config.ts";
import type { EnvironmentPlan } from "../../core/config/promotion-plan.ts";

/** One alias of a model as a configuration plans it; `undefined` where it has none of that name. */
export function findEnvironment(
  project: Project | undefined,
  { model, environment }: { readonly model: string; readonly environment: string },
): EnvironmentPlan | undefined {
  return project?.models.find(({ name }) => name === model)?.environments.find(({ name }) => name === environment);
}
