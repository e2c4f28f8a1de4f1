import { formatShare } from "../../../report/format-share.ts";
import { categoryChange, nameCategory } from "../category-change.ts";
import { findHeir } from "../category-heir.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** One category ended and a new one has its share. */
export const renamedCategory: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("distribution", "shape", "value", "unseen")) return undefined;
    const found = findHeir(change, ({ before }) => before === 0);
    if (found === undefined) return undefined;
    const { gone, heir, isAll } = found;
    return {
      words: `${nameCategory(gone)} is called ${nameCategory(heir)} now: ${formatShare(gone.before)} before, ${formatShare(heir.after)} under the new name`,
      covers: isAll ? ["unseen", "distribution", "shape", "value", "association"] : ["unseen", "value"],
    };
  },
};
