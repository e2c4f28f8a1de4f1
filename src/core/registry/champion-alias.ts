import type { ModelPlan } from "../config/project-config.ts";

/** The alias whose holder is the champion: the configuration's first, or `production`. */
export function championAlias({ environments }: Pick<ModelPlan, "environments">): string {
  return environments[0]?.name ?? "production";
}
