import { formatShare } from "../../format-share.ts";
import {
  type CategoryChange,
  type CategoryShare,
  categoryChange,
  isAbout,
  movedShare,
  nameCategory,
} from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** A category must have had so much for its end to be seen. */
const LEAST = 0.01;
/** What it has left of it, at most. */
const LEFT = 0.05;
/** What is left to explain, as a share of rows. */
const STILL = 0.05;

/** One category ended and another gained what it had: two were made one, or one has a new name. */
export const mergedCategories: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value", "location", "unseen")) return undefined;
    const gone = change.shares.filter(({ before, after }) => before >= LEAST && after <= LEFT * before);
    for (const category of gone.toSorted((a, b) => b.before - a.before)) {
      const heir = change.shares
        .filter((other) => isHeir(change, category, other))
        .toSorted((a, b) => b.after - b.before - (a.after - a.before))[0];
      if (heir !== undefined) return explainMerge(change, category, heir);
    }
    return undefined;
  },
};

/** It gained what the other lost, and that is more than chance gives it. */
function isHeir({ rows }: CategoryChange, gone: CategoryShare, other: CategoryShare): boolean {
  const lost = gone.before - gone.after;
  if (other === gone || other.after - other.before < lost / 2) return false;
  return isAbout(other.after, other.before + lost, rows) && !isAbout(other.after, other.before, rows);
}

function explainMerge(change: CategoryChange, gone: CategoryShare, heir: CategoryShare) {
  const rest = change.shares.filter((category) => category !== gone && category !== heir);
  const isAll = movedShare(rest) < STILL;
  const isNew = heir.before === 0;
  const words = isNew
    ? `${nameCategory(gone)} is ${nameCategory(heir)} now: ${formatShare(gone.before)} before, ${formatShare(heir.after)} under the new name`
    : `${nameCategory(gone)} is gone and ${nameCategory(heir)} gained what it had: ${formatShare(gone.before)} and ${formatShare(heir.before)} before, ${formatShare(heir.after)} together now`;
  return {
    words,
    covers: [
      ...(isNew ? (["unseen"] as const) : []),
      ...(isAll ? (["distribution", "shape", "value", "location"] as const) : (["value"] as const)),
    ],
  };
}
