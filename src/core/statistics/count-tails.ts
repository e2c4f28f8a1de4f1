import { incompleteBeta } from "./incomplete-beta.ts";
import { lowerGamma, upperGamma } from "./incomplete-gamma.ts";

/** P(X ≥ k) for X ~ Binomial(n, p), whole k. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : incompleteBeta(p, k, n - k + 1);
}

/** P(X ≤ k) for X ~ Binomial(n, p), whole k. */
export function binomialLowerTail(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1);
}

/** P(X ≥ k) for X of a Poisson distribution with this mean, whole k. */
export function poissonUpperTail(k: number, mean: number): number {
  return k <= 0 ? 1 : lowerGamma(k, mean);
}

/** P(X ≤ k) for X of a Poisson distribution with this mean, whole k. */
export function poissonLowerTail(k: number, mean: number): number {
  return k < 0 ? 0 : upperGamma(k + 1, mean);
}
