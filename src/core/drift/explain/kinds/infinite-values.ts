import type { NumericProfile } from "../../../dataset/profile.ts";
import { isNumeric } from "../../column-counts.ts";
import { formatShares } from "../../format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** NaN and infinity: a division by zero, a logarithm of it. */
export const infiniteValues: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("not-finite") || !isNumeric(before) || !isNumeric(after)) return undefined;
    const share = (column: NumericProfile) =>
      (column.nan + column.positiveInfinity + column.negativeInfinity) / rowsOfColumn(column);
    const [from, to] = formatShares(share(before), share(after));
    const what =
      after.nan === 0 ? "infinite" : after.positiveInfinity + after.negativeInfinity === 0 ? "NaN" : "NaN or infinite";
    return { words: `${to} of ${name} is ${what}, ${from} before`, covers: ["not-finite"] };
  },
};
