import type { PromotionProgress, Registry } from "../registry/registry.ts";
import { newestPromotions } from "./plan-moves.ts";

/** What a recorded move still wants. */
export interface Consequence {
  readonly progress: PromotionProgress;
  readonly kind: /** Tag, deployment, dispatch. */
    | "deploy"
    /** The alias was taken away: a tag, and what it deployed last is not active any more. */
    | "retire"
    /** Another move came after it, so that it has its tag and is never deployed. */
    | "tag"
    /** It counts only when somebody entitled has confirmed it. */
    | "hold"
    /** Nobody confirmed it before the next move came: there is nothing left to confirm. */
    | "drop";
}

/** What is left to do for the moves of one model, oldest first. Only the newest of an environment is ever deployed. */
export function planConsequences(registry: Pick<Registry, "promotions">): readonly Consequence[] {
  const newest = new Set(newestPromotions(registry));
  return registry.promotions
    .filter(({ complete }) => !complete)
    .map((progress): Consequence => ({ progress, kind: kindOf(progress, newest.has(progress)) }))
    .toReversed();
}

function kindOf({ standing, version }: PromotionProgress, isNewest: boolean): Consequence["kind"] {
  if (standing === "unverified") return isNewest ? "hold" : "drop";
  if (!isNewest) return "tag";
  return version === undefined ? "retire" : "deploy";
}
