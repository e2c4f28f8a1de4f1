import { formatShare } from "../../format-share.ts";
import { categoryChange, movedBeyondChance, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** So many rows are expected of a category of which none is there. */
const EXPECTED = 20;
/** The other categories kept their shares among each other, but for so much. */
const STILL = 0.05;

/** A category that was frequent does not occur any more. */
export const vanishedCategory: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value")) return undefined;
    const gone = change.shares
      .filter(({ before, after }) => after === 0 && before * change.rows[1] >= EXPECTED)
      .toSorted((a, b) => b.before - a.before);
    const [top] = gone;
    if (top === undefined) return undefined;
    const lost = gone.reduce((sum, { before }) => sum + before, 0);
    const rest = change.shares.filter((category) => !gone.includes(category));
    const isAll =
      movedBeyondChance(
        rest.map(({ before, after }) => ({ before: before / Math.max(1 - lost, 1e-9), after })),
        change.rows,
      ) < STILL;
    const more = gone.length === 1 ? "" : ` and ${String(gone.length - 1)} more`;
    return {
      words: `${nameCategory(top)}${more} does not occur in ${facts.name} any more, ${formatShare(lost)} before`,
      covers: isAll ? ["distribution", "shape", "value"] : ["value"],
    };
  },
};
