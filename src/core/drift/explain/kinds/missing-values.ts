import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** Values are missing that were there, or the other way round. */
export const missingValues: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("null", "column")) return undefined;
    const [was, is] = [before.nulls / rowsOfColumn(before), after.nulls / rowsOfColumn(after)];
    const [from, to] = formatShares(was, is);
    if (is === 1)
      return { words: `all values of ${name} are missing, ${was === 0 ? "none" : from} before`, covers: "everything" };
    const words =
      is > was
        ? `${to} of ${name} is missing now, ${from} before`
        : `${to} of ${name} is missing, where it was ${from}`;
    return { words, covers: ["null"] };
  },
};
