import type { PromotionProgress, Registry } from "../registry/registry.ts";
import { isFailedStatus } from "./describe-deployment.ts";

/** An alias, and the version that is to be moved back from; undefined: nothing holds it, so there is no way back. */
export interface HeldAlias {
  readonly environment: string;
  readonly holder: number | undefined;
}

/**
 * Versions that held an alias by a verdict or a confirmation before the holder came to, with a deployment that did not fail: each
 * once, the last to come to hold it first. Earlier in time, whatever their numbers are. What was rolled back is not among
 * them: a version that comes to hold the alias again ends what held it in between.
 */
export function listEarlierHolders(
  registry: Pick<Registry, "promotions"> | undefined,
  { environment, holder }: HeldAlias,
): readonly number[] {
  if (holder === undefined) return [];
  const moves = confirmedMoves(registry, environment);
  const held: number[] = [];
  for (const { version } of moves.toReversed()) {
    if (version === undefined) continue;
    const again = held.indexOf(version);
    if (again >= 0) held.length = again;
    held.push(version);
  }
  const served = (version: number) => moves.some((move) => move.version === version && !isFailedStatus(move.status));
  const [newest] = movesOf(registry, environment);
  const unconfirmed = newest?.version === holder && newest.standing === "unverified";
  return heldBefore(held, holder, unconfirmed).filter(served).toReversed();
}

/** Newest first, without what nobody confirmed. */
export function confirmedMoves(
  registry: Pick<Registry, "promotions"> | undefined,
  environment: string,
): readonly PromotionProgress[] {
  return movesOf(registry, environment).filter(({ standing }) => standing !== "unverified");
}

function heldBefore(held: readonly number[], holder: number, unconfirmed: boolean): readonly number[] {
  // What nobody confirmed never came to serve: all others did before it.
  if (unconfirmed) return held.filter((version) => version !== holder);
  const place = held.indexOf(holder);
  // A move to it is not on record yet.
  return place < 0 ? held : held.slice(0, place);
}

/** Newest first. */
function movesOf(
  registry: Pick<Registry, "promotions"> | undefined,
  environment: string,
): readonly PromotionProgress[] {
  return (registry?.promotions ?? [])
    .filter((move) => move.environment === environment)
    .toSorted((a, b) => b.counter - a.counter);
}
