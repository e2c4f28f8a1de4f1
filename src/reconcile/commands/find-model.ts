import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder } from "./comment-command.ts";

export interface ModelTarget {
  readonly plan: ModelPlan;
  /** What was written behind the model's name. */
  readonly reason: string | undefined;
}

/**
 * The model of `[model] [reason]`, which may be left out where there is one only; or a sentence of Markdown that says what
 * to write. Models that are not retrained are none of these commands' business.
 */
export async function findModel(
  workplace: Workplace,
  { words, rest, defaultBranch }: Pick<CommandOrder, "words" | "rest" | "defaultBranch">,
): Promise<ModelTarget | string> {
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return "The default branch has no valid `.github/pawl.yml`, so no model is known.";
  return chooseModel(words, rest, project);
}

/** As `findModel`, of a configuration. */
export function chooseModel(
  words: readonly string[],
  rest: string,
  project: Pick<Project, "models">,
): ModelTarget | string {
  const [first] = words;
  const named = project.models.find(({ name }) => name === first);
  const retrained = project.models.filter(({ retrain }) => retrain !== undefined);
  if (named !== undefined) return { plan: named, reason: textOf(rest.slice(named.name.length)) };
  const [only, ...others] = retrained;
  if (only === undefined) {
    return "No model of `.github/pawl.yml` on the default branch has a key `retrain`, so none is retrained. `retrain: { open: command }` is enough.";
  }
  if (others.length === 0) return { plan: only, reason: textOf(rest) };
  return `Name a model first, one of ${retrained.map(({ name }) => formatCode(name)).join(", ")}.`;
}

function textOf(rest: string): string | undefined {
  const text = rest.trim();
  return text === "" ? undefined : text;
}
