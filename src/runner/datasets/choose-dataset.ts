import { CONFIG_FILE } from "../../core/config/parse-project-config.ts";
import { DatasetChecks, type DatasetPlan, type Project } from "../../core/config/project-config.ts";
import { suggestName } from "../../core/config/suggest-name.ts";
import { PawlError } from "../../core/errors.ts";

export interface DatasetChoice {
  readonly model?: string | undefined;
  /** Name of the dataset; the only one that has a name if not given. */
  readonly dataset?: string | undefined;
}

export interface ChosenDataset {
  readonly model: string | undefined;
  readonly plan: DatasetPlan;
  /** The configuration has it. */
  readonly configured: boolean;
}

/**
 * The dataset that is meant, as the configuration describes it. One that the configuration does not have is described by
 * its name alone, where a name is given and `free` allows it. Throws `INPUT_INVALID` where nothing, or more than one, is meant.
 */
export function chooseDataset(project: Project | undefined, choice: DatasetChoice, free: boolean): ChosenDataset {
  const named = namedDatasets(project, choice.model);
  const matching = named.filter(({ plan }) => choice.dataset === undefined || plan.key === choice.dataset);
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return { ...only, configured: true };
  if (only === undefined && choice.dataset !== undefined && free) {
    return { model: choice.model, plan: unconfiguredDataset(choice.dataset), configured: false };
  }
  throw only === undefined ? unknownDataset(project, choice, named) : ambiguous(matching);
}

/** The only dataset that can be meant, where nothing says which; `undefined` where there is none or more than one. */
export function onlyDataset(project: Project | undefined, model: string | undefined): DatasetPlan | undefined {
  const [only, ...others] = namedDatasets(project, model);
  return others.length === 0 ? only?.plan : undefined;
}

/** A dataset of which nothing is known but its name. */
export function unconfiguredDataset(name: string): DatasetPlan {
  return {
    name,
    path: "",
    key: name,
    contract: undefined,
    workflow: "train.yml",
    label: undefined,
    id: [],
    time: undefined,
    showCategories: [],
    checks: DatasetChecks.parse({}),
  };
}

export interface NamedDataset {
  readonly model: string;
  readonly plan: DatasetPlan;
}

/** Datasets that have a name, with their models. */
export function namedDatasets(project: Project | undefined, model: string | undefined): NamedDataset[] {
  return (project?.models ?? [])
    .filter(({ name }) => model === undefined || name === model)
    .flatMap(({ name, data }) => data.map((plan) => ({ model: name, plan })))
    .filter(({ plan }) => plan.key !== undefined);
}

function unknownDataset(
  project: Project | undefined,
  { model, dataset }: DatasetChoice,
  named: readonly NamedDataset[],
): PawlError {
  const names = named.map(({ plan }) => plan.name);
  if (dataset !== undefined) {
    const near = suggestName(dataset, names);
    return new PawlError({
      code: "INPUT_INVALID",
      message: `${CONFIG_FILE} has no dataset with the name "${dataset}"${model === undefined ? "" : ` of the model ${model}`}`,
      hint: near === undefined ? `It has: ${names.join(", ") || "none"}.` : `Did you mean ${near}?`,
    });
  }
  const what =
    project === undefined
      ? `there is no ${CONFIG_FILE} that says which dataset is meant`
      : model !== undefined && project.models.every(({ name }) => name !== model)
        ? `${CONFIG_FILE} has no model with the name "${model}"`
        : `${CONFIG_FILE} has no dataset with a name${model === undefined ? "" : ` of the model ${model}`}`;
  return new PawlError({
    code: "INPUT_INVALID",
    message: what,
    hint: "Name the dataset, and say where its data are; or describe it under `data:` of its model, with `name` and `path`.",
  });
}

function ambiguous(matching: readonly NamedDataset[]): PawlError {
  const models = new Set(matching.map(({ model }) => model));
  const names = matching.map(({ model, plan }) => (models.size > 1 ? `${plan.name} of ${model}` : plan.name));
  return new PawlError({
    code: "INPUT_INVALID",
    message: `${CONFIG_FILE} has more than one dataset that could be meant: ${names.join(", ")}`,
    hint: models.size > 1 ? "Say which with `model` and `dataset`." : "Say which with `dataset`.",
  });
}
