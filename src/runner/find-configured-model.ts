import { CONFIG_FILE } from "../core/config/parse-project-config.ts";
import type { ModelPlan, Project } from "../core/config/project-config.ts";
import { suggestName } from "../core/config/suggest-name.ts";
import { PawlError } from "../core/errors.ts";
import { readProject } from "./read-project.ts";

export interface ConfiguredModel {
  /** Undefined: the checkout does not configure it, and the notes say why. */
  readonly model: ModelPlan | undefined;
  /** Sentences for the evidence. */
  readonly notes: readonly string[];
  /** What is wrong with the configuration, for a job that cannot go on without it. */
  readonly error?: PawlError;
}

/**
 * The model as the checkout configures it. What is wrong there is the App's to report; most jobs only know less and go on.
 *
 * @param consequence What a job goes without where nothing is known of the model, as the end of a sentence: `this run cannot
 * be reused`.
 */
export function findConfiguredModel(workspace: string, name: string, consequence: string): ConfiguredModel {
  let project: Project | undefined;
  try {
    project = readProject(workspace);
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    return { model: undefined, notes: [`${CONFIG_FILE} is not valid, so ${consequence}.`], error };
  }
  if (project === undefined) {
    return { model: undefined, notes: [`There is no ${CONFIG_FILE}, so ${consequence}.`] };
  }
  const model = project.models.find((candidate) => candidate.name === name);
  if (model !== undefined) return { model, notes: [] };
  const known = project.models.map((candidate) => candidate.name);
  const near = suggestName(name, known);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return {
    model,
    notes: [`${name} is not a model in ${CONFIG_FILE}, so no report shows it and ${consequence}.${hint}`],
  };
}
