import { upperGamma } from "./incomplete-gamma.ts";

/** P(X > `statistic`) for X of a chi-squared distribution with `df` > 0 degrees of freedom. */
export function chiSquaredSurvival(statistic: number, df: number): number {
  return upperGamma(df / 2, statistic / 2);
}
