import type { DriftPlan } from "../../core/config/monitoring-plan.ts";
import type { ModelPlan, Project } from "../../core/config/project-config.ts";

/** A model of the configuration that somebody looks for drift for. */
export interface WatchedModel {
  readonly plan: ModelPlan;
  readonly drift: DriftPlan;
  /** Another model has the same drift workflow, so that a workflow run alone does not say whose it is. */
  readonly shared: boolean;
}

/** What every part of a look at a repository's checks is about. */
export interface MonitoringPlace {
  readonly project: Project;
  readonly defaultBranch: string;
}

/** The models that have checks, in the configuration's order. */
export function watchedModels({ models }: Project): readonly WatchedModel[] {
  return models.flatMap((plan) => {
    const { drift } = plan;
    if (drift === undefined) return [];
    const shared = models.some((other) => other !== plan && other.drift?.workflow === drift.workflow);
    return [{ plan, drift, shared }];
  });
}
