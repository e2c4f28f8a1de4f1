import { quantileOfBins } from "../../dataset/quantile-of-bins.ts";
import type { ColumnCounts } from "../column-counts.ts";
import type { DriftMethod } from "../drift-method.ts";
import { toShares } from "../to-shares.ts";

type Ordered = Pick<ColumnCounts, "before" | "after"> & { readonly order: NonNullable<ColumnCounts["order"]> };

/** Wasserstein distance ∫ |F − G| in the column's unit; rows are spread evenly over their bin. */
export function wassersteinDistance({ before, after, order }: Ordered): number {
  const [p, q] = [toShares(before), toShares(after)];
  const ends = [order.low, ...order.edges, order.high];
  let gap = 0;
  let sum = 0;
  for (const [index, share] of p.entries()) {
    const width = (ends[index + 1] ?? order.high) - (ends[index] ?? order.low);
    const next = gap + share - (q[index] ?? 0);
    if (width > 0) sum += width * meanSize(gap, next);
    gap = next;
  }
  return sum;
}

/** Mean of |g| where g goes in a straight line from one value to another. */
function meanSize(from: number, to: number): number {
  if (from * to >= 0) return Math.abs(from + to) / 2;
  return (from * from + to * to) / (2 * (Math.abs(from) + Math.abs(to)));
}

/** The reference's interquartile range; where one value has half of the rows, a wider range of it. */
function scaleOf({ before, order }: Ordered): number {
  const between = (low: number, high: number) =>
    quantileOfBins(before, order.edges, high) - quantileOfBins(before, order.edges, low);
  return (
    [between(0.25, 0.75), between(0.1, 0.9), between(0.01, 0.99), order.high - order.low].find((width) => width > 0) ??
    0
  );
}

export const WASSERSTEIN: DriftMethod = {
  name: "Wasserstein distance",
  meaning: "how far a row moved on average, in widths of the reference's middle half",
  appliesTo: "ordered",
  exceededBy: "score",
  threshold: 0.1,
  measure: ({ before, after, order }) => {
    if (order === undefined) return undefined;
    const distance = wassersteinDistance({ before, after, order });
    const scale = scaleOf({ before, after, order });
    const score = scale === 0 ? 0 : distance / scale;
    return { score, pValue: null, words: `${distance.toPrecision(3)} in the column's own unit` };
  },
};
