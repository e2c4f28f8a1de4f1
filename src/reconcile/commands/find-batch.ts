import { findDecision } from "../../core/monitoring/decide-batch.ts";
import { findNamedBatches, type NamedBatch } from "../../core/monitoring/find-named-batch.ts";
import type { BatchDecision } from "../../core/monitoring/monitoring.ts";
import { type WindowStanding, windowStanding } from "../../core/monitoring/window-standing.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import { readNamedBatches } from "../monitoring/read-named-batches.ts";
import { watchedModels } from "../monitoring/watched-model.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

export interface BatchTarget {
  readonly model: string;
  readonly batch: NamedBatch;
  readonly reason: string;
  /** Of a window. */
  readonly standing: WindowStanding | undefined;
  /** What somebody said about it before. */
  readonly decision: BatchDecision | undefined;
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
  const monitoring = await readMonitoring(workplace, model);
  const known = await readNamedBatches(workplace, monitoring);
  const found = findNamedBatches(known, word.replace(/^`(.*)`$/, "$1"));
  const [batch, ...more] = found;
  if (batch === undefined || more.length > 0) return describeNames(word, batch === undefined ? known : found);
  const reason = said.slice(word.length).trim();
  if (reason === "") return `Say why: ${formatCode(`${batch.name} <reason>`, 140)}. The reason stays on record.`;
  const standing = batch.window === undefined ? undefined : windowStanding(monitoring, batch.window);
  return { model, batch, reason, standing, decision: findDecision(monitoring, batch.name) };
}

function describeNames(word: string, batches: readonly NamedBatch[]): string {
  const names = batches.slice(0, LISTED).map(({ name }) => formatCode(name));
  const all = `${names.join(", ")}${batches.length > LISTED ? " …" : ""}`;
  if (batches.length === 0) return "There is no window yet: `/pawl check` makes the first.";
  if (word === "") return `Name a window, one of ${all}.`;
  return `There is not one window ${formatCode(word, 100)}. There are ${all}.`;
}
