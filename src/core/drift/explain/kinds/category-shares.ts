import { formatShare, formatShares } from "../../../report/format-share.ts";
import { type CategoryShare, categoryChange, movedShare, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { vanishedCategories } from "../vanished-categories.ts";

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
      words: `${formatShare(movedShare(change.shares))} of ${facts.name} moved to other categories: ${largest}${describeGone(vanishedCategories(change), top)}`,
      covers: ASPECTS,
    };
  },
};

/** The most frequent of those that are gone besides, after the largest change. */
function describeGone(gone: readonly CategoryShare[], told: CategoryShare): string {
  const [top, ...others] = gone.filter((category) => category !== told);
  if (top === undefined) return "";
  const more = others.length === 0 ? "" : ` and ${String(others.length)} more`;
  return `; ${nameCategory(top)}${more}, ${formatShare([top, ...others].reduce((sum, { before }) => sum + before, 0))} before, ${others.length === 0 ? "does" : "do"} not occur any more`;
}
