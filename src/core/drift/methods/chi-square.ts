import { homogeneityTest } from "../../statistics/homogeneity-test.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";

export const CHI_SQUARE: DriftMethod = {
  name: "chi-square test of homogeneity",
  meaning:
    "Pearson's X² of both datasets against their common distribution; it grows with the rows, so only its p-value tells",
  appliesTo: "any",
  exceededBy: "p-value",
  threshold: 0.05,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const { statistic, df, pValue } = homogeneityTest(before, after);
    return { score: statistic, pValue, words: `${String(df)} degrees of freedom` };
  },
};
