import { formatShares } from "../../../report/format-share.ts";
import type { FindingDriftKind } from "../drift-kind.ts";

/** Rows that are there more than once: a join, or a load that ran twice. */
export const repeatedRows: FindingDriftKind = {
  structural: true,
  explainFinding: ({ aspect, before = 0, after = 0, words }) => {
    if (aspect !== "duplicates") return undefined;
    const [from, to] = formatShares(before, after);
    return before === after ? words : `${to} of the rows repeat another one, ${from} before`;
  },
};
