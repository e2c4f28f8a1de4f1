import { durbinCdf } from "./durbin-matrix.ts";
import { pelzGoodCdf } from "./pelz-good.ts";
import { binomialDensity } from "./saddle-point.ts";

/**
 * P(D > d) of the two-sided one-sample Kolmogorov–Smirnov statistic of `n` rows, a whole number. For two samples of n
 * and m rows it is used with n m / (n + m), rounded, as SciPy does.
 *
 * @see R. Simard, P. L'Ecuyer, Journal of Statistical Software 39 (2011) 11, for which method is exact enough where
 */
export function kolmogorovSmirnovSurvival(d: number, n: number): number {
  if (n < 1 || 2 * n * d <= 1) return 1;
  if (d >= 1) return 0;
  const scaled = n * d * d;
  // Both one-sided events together are so rare from here on that their sum is the two-sided probability.
  if (d >= 0.5 || scaled >= (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * oneSidedSurvival(d, n));
  const exact = n <= 140 || (n <= 1e5 && n * d ** 1.5 <= 1.4);
  return Math.min(1, Math.max(0, 1 - (exact ? durbinCdf(d, n) : pelzGoodCdf(d, n))));
}

/** So many terms are enough, evenly spaced: as a function of j they are smooth and vanish at both ends. */
const TERMS = 20_000;

/** P(D⁺ ≥ d) = d Σ C(n, j) (d + j/n)ʲ⁻¹ (1 − d − j/n)ⁿ⁻ʲ, whose terms are all positive (Smirnov; Birnbaum, Tingey 1951). */
function oneSidedSurvival(d: number, n: number): number {
  if (n * d * d > 372) return 0;
  const stride = Math.max(1, Math.floor(n / TERMS));
  const last = Math.floor(n * (1 - d));
  let sum = 0;
  for (let j = 0; j <= last; j += stride) {
    const u = d + j / n;
    sum += u >= 1 ? 0 : binomialDensity(j, n, u) / u;
  }
  return d * sum * stride;
}
