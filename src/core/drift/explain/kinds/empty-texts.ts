import type { ColumnProfile, TextProfile } from "../../../dataset/profile.ts";
import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { rowsOfColumn } from "../rows-of-column.ts";

/** Among texts that are not empty, each group of words has about the share that it had. */
const STILL = 0.05;

/** Texts that are there and say nothing. */
export const emptyTexts: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has }) => {
    if (!has("empty")) return undefined;
    const [from, to] = formatShares(emptyShare(before), emptyShare(after));
    return {
      words: `${to} of ${name} is empty text now, ${from} before`,
      covers: ["empty", "unseen", "value", "characters", ...(sameWords(before, after) ? (["tokens"] as const) : [])],
    };
  },
};

function emptyShare(column: ColumnProfile): number {
  return "empty" in column ? column.empty / rowsOfColumn(column) : 0;
}

/** Texts that are not empty have the words that they had. */
function sameWords(before: ColumnProfile, after: ColumnProfile): boolean {
  if (before.kind !== "text" || after.kind !== "text") return true;
  const [was, is] = [wordShares(before), wordShares(after)];
  return was.every((share, bucket) => Math.abs(share - (is[bucket] ?? 0)) < STILL);
}

function wordShares(column: TextProfile): readonly number[] {
  const filled = (column.tokens?.rows ?? 0) * (1 - emptyShare(column));
  return (column.tokens?.buckets ?? []).map((count) => count / Math.max(filled, 1));
}
