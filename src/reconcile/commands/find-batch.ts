import { findNamedBatches, type NamedBatch } from "../../core/monitoring/find-named-batch.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { readNamedBatches } from "../monitoring/decide-on-batch.ts";
import { watchedModels } from "../monitoring/watched-model.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

export interface BatchTarget {
  readonly model: string;
  readonly batch: NamedBatch;
  readonly reason: string;
}

/** So many names an answer lists. */
const LISTED = 10;

/**
 * What `[model] <window> <reason>` means; or a sentence of Markdown that says what to write. The model may be left out where
 * one only has `drift`; nobody decides without a reason.
 */
export async function findBatch(
  workplace: Workplace,
  { words, rest, defaultBranch }: Pick<CommandOrder, "words" | "rest" | "defaultBranch">,
): Promise<BatchTarget | string> {
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return NO_PROJECT;
  const models = watchedModels(project).map(({ plan }) => plan.name);
  const [first = ""] = words;
  const isNamed = models.includes(first);
  const [model, ...others] = isNamed ? [first] : models;
  if (model === undefined) return "No model of `.github/pawl.yml` on the default branch has `drift`.";
  if (others.length > 0) return `Name a model first, one of ${models.map((name) => formatCode(name)).join(", ")}.`;
  const said = isNamed ? rest.slice(first.length).trim() : rest;
  const [word = ""] = said.split(/\s+/, 1);
  const known = await readNamedBatches(workplace, model);
  const found = findNamedBatches(known, word.replace(/^`(.*)`$/, "$1"));
  const [batch, ...more] = found;
  if (batch === undefined || more.length > 0) return describeNames(word, batch === undefined ? known : found);
  const reason = said.slice(word.length).trim();
  if (reason === "") return `Say why: ${formatCode(`${batch.name} <reason>`, 140)}. The reason stays on record.`;
  return { model, batch, reason };
}

function describeNames(word: string, batches: readonly NamedBatch[]): string {
  const names = batches.slice(0, LISTED).map(({ name }) => formatCode(name));
  const all = `${names.join(", ")}${batches.length > LISTED ? " …" : ""}`;
  if (batches.length === 0) return "There is no window yet: `/pawl check` makes the first.";
  if (word === "") return `Name a window, one of ${all}.`;
  return `There is not one window ${formatCode(word, 100)}. There are ${all}.`;
}
