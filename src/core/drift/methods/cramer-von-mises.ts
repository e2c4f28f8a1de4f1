import { cramerVonMisesPValue } from "../../statistics/cramer-von-mises.ts";
import { total } from "../../statistics/total.ts";
import type { DriftMethod } from "../drift-method.ts";

/**
 * Two-sample Cramér–von Mises statistic n m / N² Σ (F − G)² over all N rows, of counts in ascending cells. Rows of one cell
 * are seen at its upper edge. Without ties it is SciPy's; SciPy's mean ranks make ties themselves a difference, which
 * grows with the rows: equal distributions in few cells would be far apart.
 *
 * @see T. W. Anderson, Annals of Mathematical Statistics 33 (1962) 1148–1159, equation 2
 */
export function cramerVonMisesStatistic(before: readonly number[], after: readonly number[]): number {
  const [n, m] = [total(before), total(after)];
  let [below, otherBelow, sum] = [0, 0, 0];
  for (const [index, count] of before.entries()) {
    const other = after[index] ?? 0;
    below += count;
    otherBelow += other;
    sum += (count + other) * (below / n - otherBelow / m) ** 2;
  }
  return (n * m * sum) / (n + m) ** 2;
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
