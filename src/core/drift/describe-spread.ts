import { formatSpan, isOneBin, knownQuantile } from "../dataset/known-quantile.ts";
import { countsOfBatch } from "./count-table.ts";
import type { NumberTable } from "./number-table.ts";

/** A middle that is wider by less than this share is as wide as before. */
const STILL = 0.05;

/**
 * "delay is spread wider: its middle four fifths were -5 to 30 and are -12 to 41"; undefined where that middle is about as wide
 * as before, because the values moved as a whole or in their tails only, and where nothing tells how wide it is.
 */
export function describeSpread({ subject, kind, edges, bins }: NumberTable): string | undefined {
  const middle = (counts: ArrayLike<number>) => {
    const [low, high] = [knownQuantile(counts, edges, 0.1), knownQuantile(counts, edges, 0.9)];
    // Of bins without an end what they have at least.
    const atLeast = low.open !== undefined || high.open !== undefined;
    return { width: high.value - low.value, atLeast, isOne: isOneBin(low, high), words: formatSpan(low, high, kind) };
  };
  const [before, after] = [middle(bins.pooled), middle(countsOfBatch(bins, bins.batches - 1))];
  if (before.isOne || after.isOne) return undefined;
  if (Math.abs(after.width - before.width) <= STILL * Math.max(before.width, after.width)) return undefined;
  const isWider = after.width > before.width;
  if ((isWider ? before : after).atLeast) return undefined;
  return `${subject} is spread ${isWider ? "wider" : "less widely"}: its middle four fifths were ${before.words} and are ${after.words}`;
}
