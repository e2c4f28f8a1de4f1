import type { Interval } from "../evidence/evaluation-evidence.ts";
import { Z95 } from "../statistics/normal-distribution.ts";

/**
 * How a score ranks positives and negatives. A row's placement is the share of the other class that it is above, ties
 * counted half; their variances are DeLong's structural components.
 *
 * @see E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988) 837–845; X. Sun, W. Xu, IEEE SPL 21 (2014) 1389–1393
 */
export interface RankingStatistics {
  readonly positives: number;
  readonly negatives: number;
  /** Area under the ROC curve. */
  readonly auc: number;
  /** Sample variances of the placements; `undefined` with fewer than two rows of the class. */
  readonly positiveVariance: number | undefined;
  readonly negativeVariance: number | undefined;
  /** Σ (Rₖ − Rₖ₋₁) Pₖ over the thresholds. */
  readonly averagePrecision: number;
}

/** DeLong's variance of the area under the ROC curve. */
export function aucVariance({
  positives,
  negatives,
  positiveVariance,
  negativeVariance,
}: Omit<RankingStatistics, "auc" | "averagePrecision">): number | undefined {
  if (positiveVariance === undefined || negativeVariance === undefined) return undefined;
  return positiveVariance / positives + negativeVariance / negatives;
}

/** 95 % interval of a share with the standard error `error`, made on the logit scale so that it stays within 0 and 1. */
export function logitInterval(value: number, error: number): Interval | null {
  if (value <= 0 || value >= 1 || error <= 0) return null;
  const centre = Math.log(value / (1 - value));
  const half = (Z95 * error) / (value * (1 - value));
  return [expit(centre - half), expit(centre + half)];
}

function expit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
