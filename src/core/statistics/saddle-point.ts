import { logGamma } from "./log-gamma.ts";

// Masses of the binomial and the Poisson distribution without the cancellation of large logarithms that ln Γ brings:
// C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000).

/** ln √(2π) */
const LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;

/** ln Γ(x + 1) − ln(√(2πx) xˣ e⁻ˣ) for x > 0: what Stirling's formula leaves out. */
export function stirlingError(x: number): number {
  if (x < 16) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - LOG_ROOT_TWO_PI;
  const square = x * x;
  // Bernoulli numbers: B₂ₖ / (2k (2k − 1)), DLMF 5.11.1.
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / x;
}

/** x ln(x / m) + m − x for x ≥ 0 and m > 0, also where both are close. */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const v = (x - m) / (x + m);
  if (Math.abs(v) > 0.1) return x * Math.log(x / m) + m - x;
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let odd = 3; odd < 100; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** `C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ` with Γ for the factorials, so that n and k need not be whole; 0 ≤ k ≤ n. */
export function binomialDensity(k: number, n: number, p: number): number {
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const rest = n - k;
  const log =
    stirlingError(n) - stirlingError(k) - stirlingError(rest) - deviance(k, n * p) - deviance(rest, n * (1 - p));
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * k * rest));
}

/** `e⁻ᵐ mˣ / Γ(x + 1)` for x ≥ 0 and m ≥ 0. */
export function poissonDensity(x: number, m: number): number {
  if (m === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-m);
  return Math.exp(-stirlingError(x) - deviance(x, m)) / Math.sqrt(2 * Math.PI * x);
}
