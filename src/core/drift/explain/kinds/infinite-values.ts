import { isNumeric } from "../../../dataset/is-numeric.ts";
import type { NumericProfile } from "../../../dataset/profile.ts";
import { formatShares } from "../../../report/format-share.ts";
import { isAbout } from "../category-change.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** NaN and infinity: a division by zero, a logarithm of it. */
export const infiniteValues: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("not-finite") || !isNumeric(before) || !isNumeric(after)) return undefined;
    const rows = [rowsOfColumn(before), rowsOfColumn(after)] as const;
    const shares = listShares(before, after, rows).toSorted(
      (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before),
    );
    const moved = shares.filter((share, index) => index === 0 || !isAbout(share.before, share.after, rows));
    const told = moved.map((share, index) => {
      const [from, to] = formatShares(share.before, share.after);
      return `${to}${index === 0 ? ` of ${name}` : ""} is ${share.what}, ${from} before`;
    });
    return { words: told.join("; "), covers: ["not-finite"] };
  },
};

interface NotFinite {
  readonly what: string;
  /** Of all rows. */
  readonly before: number;
  readonly after: number;
}

/** Each for itself; the sign of infinity only where there are both. */
function listShares(
  before: NumericProfile,
  after: NumericProfile,
  rows: readonly [before: number, after: number],
): readonly NotFinite[] {
  const share = (what: string, count: (column: NumericProfile) => number) => ({
    what,
    before: count(before) / rows[0],
    after: count(after) / rows[1],
  });
  const signs = [
    share("+∞", ({ positiveInfinity }) => positiveInfinity),
    share("−∞", ({ negativeInfinity }) => negativeInfinity),
  ].filter((sign) => sign.before + sign.after > 0);
  const infinite = signs.length === 1 ? signs.map((sign) => ({ ...sign, what: "infinite" })) : signs;
  return [share("NaN", ({ nan }) => nan), ...infinite];
}
