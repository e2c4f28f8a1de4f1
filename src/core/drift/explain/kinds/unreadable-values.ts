import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** Values that cannot be read as what the column holds. */
export const unreadableValues: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("invalid")) return undefined;
    const [from, to] = formatShares(before.invalid / rowsOfColumn(before), after.invalid / rowsOfColumn(after));
    return { words: `${to} of ${name} cannot be read as ${before.kind}, ${from} before`, covers: ["invalid"] };
  },
};
