import { chiSquaredSurvival } from "../../statistics/chi-squared-survival.ts";
import { homogeneityTest } from "../../statistics/homogeneity-test.ts";
import type { DriftMethod } from "../drift-method.ts";
import { mergeCells } from "../merge-cells.ts";

export const G_TEST: DriftMethod = {
  name: "G-test of homogeneity",
  meaning:
    "log likelihood ratio of both datasets against their common distribution; it grows with the rows, so only its p-value tells",
  appliesTo: "any",
  exceededBy: "p-value",
  threshold: 0.05,
  measure: (counts) => {
    const { before, after } = mergeCells(counts);
    const { likelihoodRatio, df } = homogeneityTest(before, after);
    const pValue = df === 0 ? 1 : chiSquaredSurvival(likelihoodRatio, df);
    return { score: likelihoodRatio, pValue, words: `${String(df)} degrees of freedom` };
  },
};
