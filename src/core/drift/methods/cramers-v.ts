import { homogeneityTest } from "../../statistics/homogeneity-test.ts";
import { total } from "../../statistics/total.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";

/**
 * Cramér's V of two samples in `cells` cells, corrected for its bias, from 0 to 1.
 *
 * @see W. Bergsma, Journal of the Korean Statistical Society 42 (2013) 323–328
 */
export function cramersV(statistic: number, rows: number, cells: number): number {
  if (cells < 2 || rows < 2) return 0;
  const phi = Math.max(0, statistic / rows - (cells - 1) / (rows - 1));
  const effectiveCells = cells - (cells - 1) ** 2 / (rows - 1);
  const effectiveSamples = 2 - 1 / (rows - 1);
  const least = Math.min(effectiveCells, effectiveSamples) - 1;
  return least <= 0 ? 0 : Math.sqrt(phi / least);
}

export const CRAMERS_V: DriftMethod = {
  name: "Cramér's V",
  meaning: "chi-square as an effect between 0 and 1 that does not grow with the rows, corrected for its bias",
  appliesTo: "any",
  exceededBy: "score",
  threshold: 0.1,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const { statistic, df, pValue } = homogeneityTest(before, after);
    const score = cramersV(statistic, total(before) + total(after), df + 1);
    return { score, pValue, words: `${String(df)} degrees of freedom` };
  },
};
