import { kolmogorovSmirnovSurvival } from "../statistics/kolmogorov-smirnov.ts";
import { ksTwoSamplePValue } from "../statistics/ks-two-sample.ts";

/** Up to so many steps the exact distribution costs nothing worth mentioning. */
const EXACT_STEPS = 10_000;

/**
 * p-value of a Kolmogorov–Smirnov distance of `n` and `m` rows: exact for two samples while n · m is small, else that of one
 * sample of n m / (n + m) rows, as SciPy's `method="asymp"`. Values that fall into one bin are ties; with ties both are
 * too large rather than too small.
 */
export function ksPValue(distance: number, n: number, m: number): number {
  if (n * m <= EXACT_STEPS) return ksTwoSamplePValue(distance, n, m);
  return kolmogorovSmirnovSurvival(distance, Math.round((n * m) / (n + m)));
}
