import { logGamma } from "./log-gamma.ts";

/**
 * P(T ≥ t) of the two-sample Cramér–von Mises statistic of `n` and `m` rows, by the limiting distribution with mean and
 * variance of the finite one, as SciPy does.
 *
 * @see T. W. Anderson, Annals of Mathematical Statistics 33 (1962) 1148–1159
 */
export function cramerVonMisesPValue(t: number, n: number, m: number): number {
  const product = n * m;
  const rows = n + m;
  const mean = (1 + 1 / rows) / 6;
  const variance =
    ((rows + 1) * (4 * product * rows - 3 * (n * n + m * m) - 2 * product)) / (180 * rows ** 2 * product);
  // One row on each side: every outcome is equally extreme.
  if (variance <= 0) return 1;
  const standardised = 1 / 6 + (t - mean) / Math.sqrt(45 * variance);
  // The tail falls like e^(−π² x / 2): beyond this nothing is left that 1 − cdf could show.
  if (standardised > 10) return 0;
  return standardised < 0.003 ? 1 : Math.max(0, 1 - limitingCdf(standardised));
}

/** S. Csörgő, J. J. Faraway, Journal of the Royal Statistical Society B 58 (1996) 221–234, equation 1.3. */
function limitingCdf(x: number): number {
  let sum = 0;
  for (let k = 0; k < 200; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const weight = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = weight * Math.sqrt(y) * decayingBessel(q);
    sum += term;
    if (term < 1e-17) break;
  }
  return sum;
}

/**
 * e^−q K¼(q), from the integral of e^(−q (1 + cosh t)) cosh(t / 4) over t > 0: the trapezoidal rule converges faster than any power
 * where the integrand falls doubly exponentially.
 */
function decayingBessel(q: number): number {
  const step = 1 / 64;
  let sum = Math.exp(-2 * q) / 2;
  for (let t = step; ; t += step) {
    const term = Math.exp(-q * (1 + Math.cosh(t))) * Math.cosh(t / 4);
    sum += term;
    if (term <= sum * 1e-18) return sum * step;
  }
}
