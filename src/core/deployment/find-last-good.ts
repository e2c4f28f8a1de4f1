import type { PromotionProgress, Registry } from "../registry/registry.ts";
import { isFailedStatus, isFinalStatus } from "./describe-deployment.ts";
import { kindOfMove } from "./kind-of-move.ts";

/** An alias, and the version that is to be moved back from; undefined: nothing holds it, so there is no way back. */
export interface HeldAlias {
  readonly environment: string;
  readonly holder: number | undefined;
}

/** Versions that the gate takes for a step back from the holder, each once, the last to come to hold the alias first. */
export function listEarlierHolders(
  registry: Pick<Registry, "promotions"> | undefined,
  { environment, holder }: HeldAlias,
): readonly number[] {
  const held = movesOf(registry, environment).flatMap(({ version }) => version ?? []);
  return [...new Set(held)].filter((to) => kindOfMove(registry, { environment, from: holder, to }) === "rollback");
}

/**
 * Where a rollback goes when nobody names a version: to the last earlier holder that served well. What its newest
 * deployment there came to is what counts, so one that served once and failed since is left to people to name; one whose
 * deployment nobody reported on comes after all that are known to have served. `undefined` where there is none.
 */
export function findLastGood(registry: Pick<Registry, "promotions"> | undefined, alias: HeldAlias): number | undefined {
  const moves = movesOf(registry, alias.environment);
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

/** Newest first, without what nobody confirmed. */
function movesOf(
  registry: Pick<Registry, "promotions"> | undefined,
  environment: string,
): readonly PromotionProgress[] {
  return (registry?.promotions ?? [])
    .filter((move) => move.environment === environment && move.standing !== "unverified")
    .toSorted((a, b) => b.counter - a.counter);
}
