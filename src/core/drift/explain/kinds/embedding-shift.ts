import { formatShare, formatShares } from "../../../report/format-share.ts";
import { total } from "../../../statistics/total.ts";
import { movedShare } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

const ASPECTS = ["distribution", "shape", "value", "location", "scale"] as const;

/** Vectors lie elsewhere. */
export const embeddingShift: ColumnDriftKind = {
  structural: false,
  explain: ({ name, before, after, has }) => {
    if (before.kind !== "embedding" || after.kind !== "embedding" || !has(...ASPECTS)) return undefined;
    const rows = [total(before.nearest), total(after.nearest)] as const;
    if (rows[0] === 0 || rows[1] === 0) return undefined;
    const regions = before.nearest.map((count, region) => ({
      before: count / rows[0],
      after: (after.nearest[region] ?? 0) / rows[1],
    }));
    const [top] = regions.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
    if (top === undefined) return undefined;
    const [from, to] = formatShares(top.before, top.after);
    return {
      words: `vectors of ${name} lie elsewhere: ${formatShare(movedShare(regions))} moved to other regions, the share of one ${top.after > top.before ? "rose" : "fell"} from ${from} to ${to}`,
      covers: ASPECTS,
    };
  },
};
