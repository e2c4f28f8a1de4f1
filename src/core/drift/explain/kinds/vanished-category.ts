import { formatShare } from "../../../report/format-share.ts";
import { categoryChange, movedBeyondChance, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { vanishedCategories } from "../vanished-categories.ts";

/** Of all that moved, what had the categories that are gone: with less, something else is the larger story. */
const LEAST = 1 / 2;
/** The other categories kept their shares among each other, but for so much. */
const STILL = 0.05;

/** A category that was frequent does not occur any more. */
export const vanishedCategory: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value")) return undefined;
    const gone = vanishedCategories(change);
    const [top] = gone;
    const lost = gone.reduce((sum, { before }) => sum + before, 0);
    if (top === undefined || lost < LEAST * movedBeyondChance(change.shares, change.rows)) return undefined;
    const rest = change.shares.filter((category) => !gone.includes(category));
    const isAll =
      movedBeyondChance(
        rest.map(({ before, after }) => ({ before: before / Math.max(1 - lost, 1e-9), after })),
        change.rows,
      ) < STILL;
    const who =
      gone.length === 1 ? `${nameCategory(top)} does` : `${nameCategory(top)} and ${String(gone.length - 1)} more do`;
    return {
      words: `${who} not occur in ${facts.name} any more, ${formatShare(lost)} before`,
      covers: isAll ? ["distribution", "shape", "value"] : ["value"],
    };
  },
};
