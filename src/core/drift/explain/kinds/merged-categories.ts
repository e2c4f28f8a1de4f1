import { formatShare } from "../../../report/format-share.ts";
import { categoryChange, nameCategory } from "../category-change.ts";
import { findHeir } from "../category-heir.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** One category ended and another gained what it had: two were made one. */
export const mergedCategories: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value", "location")) return undefined;
    const found = findHeir(change, ({ before }) => before > 0);
    if (found === undefined) return undefined;
    const { gone, heir, isAll } = found;
    const shares = `${formatShare(gone.before)} and ${formatShare(heir.before)} before, ${formatShare(heir.after)} together now`;
    return {
      words: `${nameCategory(gone)} is gone and ${nameCategory(heir)} gained what it had: ${shares}`,
      covers: isAll ? ["distribution", "shape", "value", "location", "association"] : ["value"],
    };
  },
};
