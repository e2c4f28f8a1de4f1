import type { Project } from "../../core/config/project-config.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder } from "./comment-command.ts";
import { type CommandTarget, resolveTarget } from "./resolve-target.ts";

/** What a command is about, with the configuration in force; or a sentence of Markdown that says why it is about nothing. */
export async function findTarget(
  workplace: Workplace,
  { words, defaultBranch }: Pick<CommandOrder, "words" | "defaultBranch">,
): Promise<(CommandTarget & { readonly project: Project }) | string> {
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return NO_PROJECT;
  const target = resolveTarget(words, project);
  return typeof target === "string" ? target : { ...target, project };
}

export const NO_PROJECT =
  "The default branch has no valid `.github/pawl.yml`, so it is not known what could be promoted.";
