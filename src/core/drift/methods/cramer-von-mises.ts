import { cramerVonMisesPValue } from "../../statistics/cramer-von-mises.ts";
import type { DriftMethod } from "../drift-method.ts";
import { total } from "../total.ts";

/**
 * Two-sample Cramér–von Mises statistic of counts in ascending cells. Rows of one cell are ties and share their mean rank, as
 * in SciPy.
 *
 * @see T. W. Anderson, Annals of Mathematical Statistics 33 (1962) 1148–1159, equations 9 and 10
 */
export function cramerVonMisesStatistic(before: readonly number[], after: readonly number[]): number {
  const [n, m] = [total(before), total(after)];
  let [below, otherBelow, sum, otherSum] = [0, 0, 0, 0];
  for (const [index, count] of before.entries()) {
    const other = after[index] ?? 0;
    const rank = below + otherBelow + (count + other + 1) / 2;
    sum += squaredGaps(rank, below, count);
    otherSum += squaredGaps(rank, otherBelow, other);
    below += count;
    otherBelow += other;
  }
  return (n * sum + m * otherSum) / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m));
}

/** Σ (rank − i)² over i = below + 1 … below + count. */
function squaredGaps(rank: number, below: number, count: number): number {
  return count * (rank - below - (count + 1) / 2) ** 2 + (count ** 3 - count) / 12;
}

export const CRAMER_VON_MISES: DriftMethod = {
  name: "Cramér–von Mises test",
  meaning:
    "squared difference of the cumulative distributions over all rows; it grows with the rows, so only its p-value tells",
  appliesTo: "ordered",
  exceededBy: "p-value",
  threshold: 0.05,
  measure: ({ before, after, order }) => {
    if (order === undefined) return undefined;
    const score = cramerVonMisesStatistic(before, after);
    const pValue = cramerVonMisesPValue(score, total(before), total(after));
    return { score, pValue, words: "on the edges that the reference pinned" };
  },
};
