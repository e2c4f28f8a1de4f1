import { formatShares } from "../../../report/format-share.ts";
import {
  type CategoryChange,
  type CategoryShare,
  categoryChange,
  isAbout,
  movedBeyondChance,
  nameCategory,
} from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** Difference of the two shares from which an exchange can be seen. */
const APART = 0.03;
/** Categories among which it is sought: those that changed most. */
const CANDIDATES = 12;

/** Two categories exchanged their shares: a mapping that was turned round. */
export const swappedCategories: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value", "location")) return undefined;
    const moved = change.shares
      .filter(({ before, after }) => Math.abs(after - before) >= APART)
      .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, CANDIDATES);
    for (const one of moved.filter(({ after, before }) => after > before)) {
      const other = moved.find((category) => category.after < category.before && areSwapped(change, one, category));
      if (other !== undefined) return explainSwap(change, one, other);
    }
    return undefined;
  },
};

/** Of the difference of their shares: how far each may be from what the other had. */
const MISSED = 1 / 4;

function areSwapped({ rows }: CategoryChange, one: CategoryShare, other: CategoryShare): boolean {
  if (one.before === 0 || other.after === 0) return false;
  const missed = Math.max(Math.abs(one.after - other.before), Math.abs(other.after - one.before));
  if (missed > MISSED * Math.abs(one.before - other.before)) return false;
  return (
    isAbout(one.after, other.before, rows) &&
    isAbout(one.before, other.after, rows) &&
    !isAbout(one.before, other.before, rows)
  );
}

function explainSwap(change: CategoryChange, one: CategoryShare, other: CategoryShare) {
  const rest = change.shares.filter((category) => category !== one && category !== other);
  const [low, high] = formatShares(one.before, other.before);
  const [now, nowLow] = formatShares(one.after, other.after);
  const isAll = movedBeyondChance(rest, change.rows) < APART;
  return {
    words: `${nameCategory(one)} and ${nameCategory(other)} exchanged their shares: ${low} and ${high} before, ${now} and ${nowLow} now`,
    covers: isAll ? (["distribution", "shape", "value", "location", "association"] as const) : (["value"] as const),
  };
}
