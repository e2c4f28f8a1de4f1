import { formatShare } from "../../../report/format-share.ts";
import { categoryChange, movedBeyondChance, nameCategory } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

const SHOWN = 3;
/** The known categories kept their shares among each other, but for so much. */
const STILL = 0.05;

/** Categories that the reference never had. */
export const newCategory: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = categoryChange(facts);
    if (change === undefined || !facts.has("unseen")) return undefined;
    const unknown = change.shares.filter(({ before, after }) => before === 0 && after > 0);
    const mass = unknown.reduce((sum, { after }) => sum + after, change.unlisted);
    const names = unknown
      .toSorted((a, b) => b.after - a.after)
      .filter(({ name }) => name !== undefined && name.trim() !== "")
      .map(nameCategory);
    const more = unknown.length > SHOWN ? " and others" : "";
    const list = names.length === 0 ? "" : `: ${names.slice(0, SHOWN).join(", ")}${more}`;
    const known = change.shares
      .filter(({ before }) => before > 0)
      .map(({ before, after }) => ({ before, after: mass === 1 ? 0 : after / (1 - mass) }));
    const isAll = mass === 1 || movedBeyondChance(known, change.rows) < STILL;
    return {
      words: `${formatShare(mass)} of ${facts.name} are categories that were never seen before${list}`,
      covers: ["unseen", ...(isAll ? (["distribution", "shape", "value"] as const) : [])],
    };
  },
};
