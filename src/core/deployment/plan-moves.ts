import type { Aliases } from "../registry/alias-file.ts";
import type { PromotionProgress, Registry } from "../registry/registry.ts";

/** The alias file at one commit of the default branch. */
export interface AliasSnapshot {
  readonly commit: string;
  /** Undefined: the file cannot be read as one, so nothing is known to have moved. */
  readonly aliases: Aliases | undefined;
}

/** An alias that moved, as the default branch's own commits show it. */
export interface FoundMove {
  readonly environment: string;
  readonly from: number | undefined;
  /** Undefined: the alias was taken away. */
  readonly to: number | undefined;
  readonly commit: string;
}

/**
 * Every move between what the registry has recorded and the newest snapshot, in the order in which they happened.
 *
 * @param snapshots Oldest first, each commit of the default branch after the registry's `aliasCommit`.
 */
export function planMoves(
  registry: Pick<Registry, "promotions">,
  snapshots: readonly AliasSnapshot[],
): readonly FoundMove[] {
  const holders = new Map(newestPromotions(registry).map(({ environment, version }) => [environment, version]));
  const moves: FoundMove[] = [];
  for (const { commit, aliases } of snapshots) {
    if (aliases === undefined) continue;
    for (const environment of new Set([...holders.keys(), ...aliases.keys()])) {
      const from = holders.get(environment);
      const to = aliases.get(environment);
      if (from === to) continue;
      moves.push({ environment, from, to, commit });
      holders.set(environment, to);
    }
  }
  return moves;
}

/** The newest move of each environment. */
export function newestPromotions({ promotions }: Pick<Registry, "promotions">): readonly PromotionProgress[] {
  const newest = new Map<string, PromotionProgress>();
  for (const promotion of promotions) {
    const known = newest.get(promotion.environment);
    if (known === undefined || known.counter < promotion.counter) newest.set(promotion.environment, promotion);
  }
  return [...newest.values()];
}
