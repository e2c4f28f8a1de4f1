import type { ModelPlan } from "../../core/config/project-config.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import { planRetraining } from "../../core/retraining/plan-retraining.ts";
import type { RetrainingFacts } from "../../core/retraining/retraining-facts.ts";
import type { RetrainingPlan } from "../../core/retraining/retraining-plan.ts";
import type { Workplace } from "../workplace.ts";
import { applyPlan } from "./apply-plan.ts";
import type { ModelScene, RetrainingPlace } from "./place.ts";
import { prepareChange } from "./prepare-change.ts";
import { readScene } from "./read-scene.ts";

/** A claim, its branch, its training, what came of it and the text are five; more means that others keep writing. */
const MAX_STEPS = 12;

/**
 * Makes one model's retraining what it has to be, step by step: read, decide, carry out, and again. Returns the last plan,
 * which says why it went no further. `request`: somebody asks for one now.
 */
export async function reconcileModel(
  workplace: Workplace,
  place: RetrainingPlace,
  plan: ModelPlan,
  request?: RetrainingFacts["request"],
): Promise<RetrainingPlan> {
  let last: RetrainingPlan = { kind: "nothing", because: "Others keep writing to the ledger." };
  for (let step = 0; step < MAX_STEPS; step++) {
    let scene = await readScene(workplace, place, plan, { request, withBranch: false });
    last = planRetraining(scene.facts);
    if (last.kind === "claim") {
      scene = await readScene(workplace, place, plan, { request, withBranch: true });
      last = await unlessImpossible(workplace, scene, planRetraining(scene.facts));
    }
    // Whoever asks is answered; what is in the way of nobody needs no issue.
    const isAnswer = last.kind === "nothing" || last.kind === "blocked";
    if (request !== undefined && isAnswer && findLiving(scene.facts.retraining) === undefined) return last;
    if ((await applyPlan(workplace, scene, last)) === "over") return last;
  }
  return last;
}

/** What cannot be made is not claimed: with an edit that does not apply it would be an empty promise. */
async function unlessImpossible(
  workplace: Workplace,
  { plan: model, base }: ModelScene,
  plan: RetrainingPlan,
): Promise<RetrainingPlan> {
  if (plan.kind !== "claim") return plan;
  if (base === undefined) return { kind: "nothing", because: "The default branch has no commit." };
  const prepared = await prepareChange(workplace, model, { record: plan.record, commit: base.sha });
  return "problem" in prepared ? { kind: "blocked", because: prepared.problem } : plan;
}
