import type { PromotionProgress, Registry } from "../registry/registry.ts";
import { isFailedStatus, isFinalStatus } from "./describe-deployment.ts";
import { confirmedMoves, type HeldAlias, listEarlierHolders } from "./earlier-holders.ts";

/**
 * Where a rollback goes when nobody names a version: to the last earlier holder that served well. What its newest
 * deployment there came to is what counts, so one that served once and failed since is left to people to name; one whose
 * deployment nobody reported on comes after all that are known to have served. `undefined` where there is none.
 */
export function findLastGood(registry: Pick<Registry, "promotions"> | undefined, alias: HeldAlias): number | undefined {
  const moves = confirmedMoves(registry, alias.environment);
  const earlier = listEarlierHolders(registry, alias).map((version) => ({
    version,
    service: serviceOf(moves.filter((move) => move.version === version)),
  }));
  const known = earlier.find(({ service }) => service === "served");
  return (known ?? earlier.find(({ service }) => service === "not reported"))?.version;
}

/** Of moves of one version, newest first, which ones were deployed at all, and how the newest of those ended. */
function serviceOf(moves: readonly PromotionProgress[]): "served" | "failed" | "not reported" | "never deployed" {
  const ended = moves.find(({ status }) => isFinalStatus(status));
  if (ended !== undefined) return isFailedStatus(ended.status) ? "failed" : "served";
  // What the next move overtook has its tag and no deployment.
  return moves.some(({ deployment }) => deployment !== undefined) ? "not reported" : "never deployed";
}
