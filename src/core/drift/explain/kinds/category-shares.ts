import { formatShare, formatShares } from "../../format-share.ts";
import { categoryChange, movedShare, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

const ASPECTS = ["distribution", "shape", "value", "location"] as const;

/** Categories have other shares. */
export const categoryShares: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has(...ASPECTS)) return undefined;
    const [top] = change.shares.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
    if (top === undefined) return undefined;
    const [from, to] = formatShares(top.before, top.after);
    const largest = `${nameCategory(top)} ${top.after > top.before ? "rose" : "fell"} from ${from} to ${to}`;
    if (facts.before.kind === "boolean")
      return {
        words: `share of ${nameCategory(top)} in ${facts.name} ${top.after > top.before ? "rose" : "fell"} from ${from} to ${to}`,
        covers: ASPECTS,
      };
    return {
      words: `${formatShare(movedShare(change.shares))} of ${facts.name} moved to other categories: ${largest}`,
      covers: ASPECTS,
    };
  },
};
