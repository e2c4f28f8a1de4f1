import { formatShares } from "../../../report/format-share.ts";
import { total } from "../../../statistics/total.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { numberChange } from "../number-change.ts";

/** More digits than values had: a type, a calculation or a source that changed. */
export const finerValues: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("decimals")) return undefined;
    const { before, after } = change;
    const share = ({ lattice, bins }: typeof before) => (lattice?.finer ?? 0) / Math.max(1, total(bins));
    const [from, to] = formatShares(share(before), share(after));
    const decimals = before.frame.decimals ?? 0;
    const digits =
      decimals === 0 ? "is not whole" : `has more than ${String(decimals)} ${decimals === 1 ? "decimal" : "decimals"}`;
    return { words: `${to} of ${facts.name} ${digits}, ${from} before`, covers: ["decimals"] };
  },
};
