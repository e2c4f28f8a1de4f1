import { formatInstant } from "../../core/report/format-number.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import type { RetrainingRecord } from "../../core/retraining/retraining.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import { readRetraining } from "./read-retraining.ts";
import { reconcileModel } from "./reconcile-model.ts";

export interface RetrainingWish {
  readonly model: string;
  /** Login. Whoever asks has to be entitled; that is the caller's to see to. */
  readonly requestedBy: string;
  readonly reason: string | undefined;
  readonly defaultBranch: string;
}

/** What became of the wish for a retraining. `reason` is a sentence of plain text. */
export type RetrainingOutcome =
  | { readonly kind: "opened"; readonly number: number }
  /** One is under way: its number, once it has one. */
  | { readonly kind: "living"; readonly number: number | undefined }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Opens the retraining pull request of a model because somebody asks for it: without drift, within the cooldown and the
 * smallest interval, but not where it is held, its feed is broken, its budget is used up or the repository has as many as it
 * may. Safe to repeat.
 */
export async function openRetraining(workplace: Workplace, wish: RetrainingWish): Promise<RetrainingOutcome> {
  const { model, requestedBy, reason, defaultBranch } = wish;
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return refused("The default branch has no valid .github/pawl.yml.");
  const plan = project.models.find(({ name }) => name === model);
  if (plan === undefined) return refused(`There is no model ${model} in .github/pawl.yml of the default branch.`);
  if (plan.retrain === undefined) {
    return refused(
      `Model ${model} has no key retrain in .github/pawl.yml of the default branch, so it is not known what to change. "retrain: { open: command }" is enough.`,
    );
  }
  const before = findLiving(await readRetraining(workplace, model));
  const request = { by: requestedBy, reason };
  const last = await reconcileModel(workplace, { project, defaultBranch }, plan, request);
  const after = findLiving(await readRetraining(workplace, model));
  if (before !== undefined && after?.counter === before.counter) return describeLiving(after, last.kind);
  if (after?.pullRequest !== undefined) return { kind: "opened", number: after.pullRequest };
  if ("because" in last) return refused(last.because);
  const since = after === undefined ? "" : ` It was claimed on ${formatInstant(after.openedAt)}.`;
  return refused(`The pull request could not be made yet; an issue of this repository says why.${since}`);
}

function describeLiving({ pullRequest }: RetrainingRecord, kind: string): RetrainingOutcome {
  return pullRequest === undefined && kind === "blocked"
    ? refused("One was begun, and commits of somebody else on its branch are in its way.")
    : { kind: "living", number: pullRequest };
}

function refused(reason: string): RetrainingOutcome {
  return { kind: "refused", reason };
}
