import { formatShare } from "../../../report/format-share.ts";
import { categoryChange, movedBeyondChance, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** What is left after reading the new spellings as the old ones has not moved. */
const STILL = 0.05;

/** Known categories in other capitals, or with spaces around them. */
export const changedSpelling: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("spelling")) return undefined;
    const folded = change.shares.filter(({ foldsTo, before }) => foldsTo !== undefined && before === 0);
    const [top] = folded.toSorted((a, b) => b.after - a.after);
    if (top === undefined) return undefined;
    const known = change.shares.find(({ hash }) => hash === top.foldsTo);
    const share = formatShare(folded.reduce((sum, { after }) => sum + after, 0));
    const example =
      known === undefined || known.name === undefined ? "" : `, as ${nameCategory(top)} for ${nameCategory(known)}`;
    const read = change.shares.map((category) => ({
      before: category.before,
      after: folded
        .filter(({ foldsTo }) => foldsTo === category.hash)
        .reduce((sum, { after }) => sum + after, folded.includes(category) ? 0 : category.after),
    }));
    const isAll = movedBeyondChance(read, change.rows) < STILL;
    return {
      words: `${share} of ${facts.name} are known categories in other capitals or with spaces around them${example}`,
      covers: ["spelling", "unseen", ...(isAll ? (["value", "shape", "distribution", "association"] as const) : [])],
    };
  },
};
