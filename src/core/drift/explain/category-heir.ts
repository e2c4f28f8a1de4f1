import { type CategoryChange, type CategoryShare, isAbout, movedBeyondChance } from "./category-change.ts";

/** A category that ended, and one that gained what it had. */
export interface CategoryHeir {
  readonly gone: CategoryShare;
  readonly heir: CategoryShare;
  /** Nothing else moved. */
  readonly isAll: boolean;
}

/** A category must have had so much for its end to be seen. */
const LEAST = 0.01;
/** What it has left of it, at most. */
const LEFT = 0.05;
/** What is left to explain, as a share of rows. */
const STILL = 0.05;

/**
 * The most frequent category that ended with an heir.
 *
 * @param isHeir Which categories may be one.
 */
export function findHeir(
  change: CategoryChange,
  isHeir: (category: CategoryShare) => boolean,
): CategoryHeir | undefined {
  const ended = change.shares.filter(({ before, after }) => before >= LEAST && after <= LEFT * before);
  for (const gone of ended.toSorted((a, b) => b.before - a.before)) {
    const [heir] = change.shares
      .filter((other) => isHeir(other) && gainedAll(change, gone, other))
      .toSorted((a, b) => b.after - b.before - (a.after - a.before));
    if (heir === undefined) continue;
    const rest = change.shares.filter((category) => category !== gone && category !== heir);
    return { gone, heir, isAll: movedBeyondChance(rest, change.rows) < STILL };
  }
  return undefined;
}

/** It gained what the other lost, and that is more than chance gives it. */
function gainedAll({ rows }: CategoryChange, gone: CategoryShare, other: CategoryShare): boolean {
  const lost = gone.before - gone.after;
  if (other === gone || other.after - other.before < lost / 2) return false;
  return isAbout(other.after, other.before + lost, rows) && !isAbout(other.after, other.before, rows);
}
