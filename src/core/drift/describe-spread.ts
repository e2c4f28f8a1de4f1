import { countsOfBatch } from "./count-table.ts";
import { formatValue } from "./format-value.ts";
import type { NumberTable } from "./number-table.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";

/** "delay is spread wider: its middle four fifths were -5 to 30 and are -12 to 41". */
export function describeSpread({ subject, kind, edges, bins }: NumberTable, effect: number): string {
  const now = countsOfBatch(bins, bins.batches - 1);
  const middle = (counts: ArrayLike<number>) =>
    [0.1, 0.9].map((at) => formatValue(quantileOfBins(counts, edges, at), kind)).join(" to ");
  const [before, after] = [middle(bins.pooled), middle(now)];
  const direction = effect > 0 ? "wider" : "less widely";
  const ends = before === after ? "" : `: its middle four fifths were ${before} and are ${after}`;
  return `${subject} is spread ${direction}${ends}`;
}
