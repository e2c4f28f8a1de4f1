import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import type { EnvironmentPlan } from "../../core/config/promotion-plan.ts";
import { formatCode } from "../../core/report/format-code.ts";

/** The alias that a command is about, and the version where one was named. */
export interface CommandTarget {
  readonly plan: ModelPlan;
  readonly environment: EnvironmentPlan;
  readonly version: number | undefined;
}

/** Words that read well between the others and say nothing. */
const FILLERS: readonly string[] = ["to", "of", "in", "version"];

/**
 * Finds out which alias is meant by `late-flights production 8`, in any order; what is left out has to be the only one there
 * is. Otherwise a sentence of Markdown says what to write.
 */
export function resolveTarget(words: readonly string[], project: Project): CommandTarget | string {
  const planned = project.models.filter(({ environments }) => environments.length > 0);
  if (planned.length === 0) {
    return "No model of `.github/pawl.yml` on the default branch has an environment, so there is no alias to move.";
  }
  const rest = words.filter((word) => !FILLERS.includes(word.toLowerCase()));
  const numbers = rest.filter((word) => /^v?\d{1,9}$/.test(word));
  const names = rest.filter((word) => !numbers.includes(word));
  if (numbers.length > 1) return "That names several versions; one alias holds one.";
  const [number] = numbers;
  const version = number === undefined ? undefined : Number(number.replace(/^v/, ""));
  if (version === 0) return "Versions are counted from 1.";
  const models = planned.filter(({ name }) => names.includes(name));
  const plan = models[0] ?? (planned.length === 1 ? planned[0] : undefined);
  if (models.length > 1) return `That names several models: ${list(models)}. Give a command for each.`;
  if (plan === undefined) return `Name a model, one of ${list(planned)}.`;
  // A model and an environment may have one name: the second time it is said the environment is meant.
  const left = models.length === 0 ? names : names.toSpliced(names.indexOf(plan.name), 1);
  const environment = findEnvironment(left, plan);
  return typeof environment === "string" ? environment : { plan, environment, version };
}

function findEnvironment(names: readonly string[], plan: ModelPlan): EnvironmentPlan | string {
  const [name, ...more] = names;
  const known = list(plan.environments);
  if (more.length > 0)
    return `Too many words: a model, an environment and a version are enough. Environments are ${known}.`;
  if (name !== undefined) {
    const found = plan.environments.find((environment) => environment.name === name);
    return (
      found ??
      `There is no model or environment ${formatCode(name.slice(0, 80))}. ${formatCode(plan.name)} has ${known}.`
    );
  }
  const [only, ...others] = plan.environments;
  if (only !== undefined && others.length === 0) return only;
  return `Name an environment of ${formatCode(plan.name)}, one of ${known}.`;
}

function list(items: readonly { readonly name: string }[]): string {
  return items.map(({ name }) => formatCode(name)).join(", ");
}
