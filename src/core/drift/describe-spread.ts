import { countsOfBatch } from "./count-table.ts";
import { formatValue } from "./format-value.ts";
import type { NumberTable } from "./number-table.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";

/** A middle that is wider by less than this share is as wide as before. */
const STILL = 0.05;

/**
 * "delay is spread wider: its middle four fifths were -5 to 30 and are -12 to 41"; undefined where that middle is about as wide
 * as before, because the values moved as a whole or in their tails only.
 */
export function describeSpread({ subject, kind, edges, bins }: NumberTable): string | undefined {
  const middle = (counts: ArrayLike<number>) => {
    const [low, high] = [quantileOfBins(counts, edges, 0.1), quantileOfBins(counts, edges, 0.9)];
    return { width: high - low, words: `${formatValue(low, kind)} to ${formatValue(high, kind)}` };
  };
  const [before, after] = [middle(bins.pooled), middle(countsOfBatch(bins, bins.batches - 1))];
  if (Math.abs(after.width - before.width) <= STILL * Math.max(before.width, after.width)) return undefined;
  const direction = after.width > before.width ? "wider" : "less widely";
  return `${subject} is spread ${direction}: its middle four fifths were ${before.words} and are ${after.words}`;
}
