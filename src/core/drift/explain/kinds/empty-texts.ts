import type { ColumnProfile } from "../../../dataset/profile.ts";
import { formatShares } from "../../format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** Texts that are there and say nothing. */
export const emptyTexts: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("empty")) return undefined;
    const [from, to] = formatShares(emptyShare(before), emptyShare(after));
    return {
      words: `${to} of ${name} is empty text now, ${from} before`,
      covers: ["empty", "unseen", "value", "characters"],
    };
  },
};

function emptyShare(column: ColumnProfile): number {
  return "empty" in column ? column.empty / rowsOfColumn(column) : 0;
}
