import type { ModelPlan } from "../config/project-config.ts";

/** A workflow file that the configuration names. */
export interface NamedWorkflow {
  /** In `.github/workflows`. */
  readonly file: string;
  /** Inputs that the App sends it beside `pawl-key`: GitHub refuses a dispatch with one that is not declared. */
  readonly inputs: readonly string[];
}

/** The workflows that the App starts for these models, each once, in the configuration's order. */
export function namedWorkflows(models: readonly ModelPlan[]): readonly NamedWorkflow[] {
  const inputs = new Map<string, Set<string>>();
  const name = (file: string, sent: readonly string[] = []) => {
    inputs.set(file, new Set([...(inputs.get(file) ?? []), ...sent]));
  };
  for (const { workflow, data, environments, drift, retrain } of models) {
    name(workflow);
    for (const dataset of data) name(dataset.workflow);
    for (const environment of environments) {
      if (environment.workflow !== undefined) name(environment.workflow);
    }
    if (drift !== undefined) name(drift.workflow, drift.windowMs === undefined ? [] : ["window-start", "window-end"]);
    if (retrain !== undefined) name(retrain.workflow);
  }
  return [...inputs].map(([file, sent]) => ({ file, inputs: [...sent] }));
}
