import { findLiving } from "./living-record.ts";
import { planLiving } from "./plan-living.ts";
import { planOpening } from "./plan-opening.ts";
import type { RetrainingFacts } from "./retraining-facts.ts";
import type { RetrainingPlan } from "./retraining-plan.ts";

/**
 * The next step of one model's retraining, from what is known now. Pure: carried out and asked again, it comes to an end
 * with `nothing`, `blocked` or `keep`.
 */
export function planRetraining(facts: RetrainingFacts): RetrainingPlan {
  const living = findLiving(facts.retraining);
  return living === undefined ? planOpening(facts) : planLiving(facts, living);
}
