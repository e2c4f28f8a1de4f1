import type { MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { estimate, meanEstimate, undefinedEstimate } from "./estimates.ts";
import type { MeanStatistics } from "./mean-statistics.ts";
import { aucVariance, logitInterval, type RankingStatistics } from "./ranking-statistics.ts";

export interface ScoreStatistics {
  readonly rows: number;
  /** `undefined` where one of the classes has no row. */
  readonly ranking: RankingStatistics | undefined;
  /** `undefined` where a score is not within 0 and 1. */
  readonly probabilities: { readonly logLoss: MeanStatistics; readonly brier: MeanStatistics } | undefined;
}

const NOT_PROBABILITIES = "the scores are not within 0 and 1, so they are no probabilities";

/** ROC AUC, PR AUC, log loss and Brier of one score. */
export function scoreEstimates({ rows, ranking, probabilities }: ScoreStatistics): MetricEstimate[] {
  return [
    ...rankingEstimates(ranking, rows),
    ...(probabilities === undefined
      ? [undefinedEstimate("log-loss", NOT_PROBABILITIES), undefinedEstimate("brier", NOT_PROBABILITIES)]
      : [meanEstimate("log-loss", probabilities.logLoss), meanEstimate("brier", probabilities.brier)]),
  ];
}

function rankingEstimates(ranking: RankingStatistics | undefined, rows: number): MetricEstimate[] {
  if (ranking === undefined) {
    const reason = "the rows have one class only";
    return [undefinedEstimate("roc-auc", reason), undefinedEstimate("pr-auc", reason)];
  }
  const { auc, averagePrecision, positives } = ranking;
  const error = Math.sqrt(aucVariance(ranking) ?? 0);
  // As if the precision at each positive were one observation: K. Boyd, K. H. Eng, C. D. Page, ECML PKDD 2013, 451–466.
  const binomial = Math.sqrt((averagePrecision * (1 - averagePrecision)) / positives);
  return [
    estimate("roc-auc", auc, logitInterval(auc, error), "delong-logit", rows),
    estimate("pr-auc", averagePrecision, logitInterval(averagePrecision, binomial), "logit", rows),
  ];
}
