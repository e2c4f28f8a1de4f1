import { chiSquaredSurvival } from "./chi-squared-survival.ts";
import { LEAST_EXPECTED } from "./least-expected.ts";

export interface HomogeneityTest {
  /** Pearson's X². */
  readonly statistic: number;
  /** G, the likelihood ratio. */
  readonly likelihoodRatio: number;
  readonly df: number;
  /** Of the statistic. 1 where there is nothing to compare. */
  readonly pValue: number;
}

/**
 * Whether two samples of counts in the same cells come from one distribution: the expected counts are those of both together,
 * so neither sample is taken for the truth. Cells with fewer than 5 expected rows on either side are taken together.
 */
export function homogeneityTest(before: readonly number[], after: readonly number[]): HomogeneityTest {
  const [here, there] = foldRareCells(before, after);
  const sums = [here, there].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [rows = 0, otherRows = 0] = sums;
  if (rows === 0 || otherRows === 0 || here.length < 2) return { statistic: 0, likelihoodRatio: 0, df: 0, pValue: 1 };
  let statistic = 0;
  let likelihoodRatio = 0;
  for (const [index, count] of here.entries()) {
    const other = there[index] ?? 0;
    const cell = (count + other) / (rows + otherRows);
    statistic += (count - cell * rows) ** 2 / (cell * rows) + (other - cell * otherRows) ** 2 / (cell * otherRows);
    if (count > 0) likelihoodRatio += 2 * count * Math.log(count / (cell * rows));
    if (other > 0) likelihoodRatio += 2 * other * Math.log(other / (cell * otherRows));
  }
  const df = here.length - 1;
  return { statistic, likelihoodRatio, df, pValue: chiSquaredSurvival(statistic, df) };
}

function foldRareCells(before: readonly number[], after: readonly number[]): readonly [number[], number[]] {
  const rows = before.reduce((sum, count) => sum + count, 0);
  const otherRows = after.reduce((sum, count) => sum + count, 0);
  const smaller = Math.min(rows, otherRows) / (rows + otherRows);
  const kept: [number[], number[]] = [[], []];
  let rest = 0;
  let otherRest = 0;
  for (const [index, count] of before.entries()) {
    const other = after[index] ?? 0;
    if ((count + other) * smaller >= LEAST_EXPECTED) {
      kept[0].push(count);
      kept[1].push(other);
    } else {
      rest += count;
      otherRest += other;
    }
  }
  if ((rest + otherRest) * smaller >= LEAST_EXPECTED) {
    kept[0].push(rest);
    kept[1].push(otherRest);
  } else if (kept[0].length > 0 && rest + otherRest > 0) {
    // Too few for a cell of their own: they join the smallest one that is kept.
    const smallest = kept[0].reduce(
      (best, count, index) =>
        count + (kept[1][index] ?? 0) < (kept[0][best] ?? 0) + (kept[1][best] ?? 0) ? index : best,
      0,
    );
    kept[0][smallest] = (kept[0][smallest] ?? 0) + rest;
    kept[1][smallest] = (kept[1][smallest] ?? 0) + otherRest;
  }
  return kept;
}
