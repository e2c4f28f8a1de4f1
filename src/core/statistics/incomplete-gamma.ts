import { poissonDensity } from "./saddle-point.ts";

/** Upper regularised incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a) for a > 0, with full relative precision in its tail. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
}

/** Lower regularised incomplete gamma function P(a, x) = 1 − Q(a, x), with full relative precision in its tail. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? series(a, x) : 1 - fraction(a, x);
}

// Both need about √a terms near the mean; this is enough for a = 10¹⁰.
const MAX_TERMS = 1_000_000;

/** DLMF 8.11.4: xᵃ e⁻ˣ / Γ(a + 1) · Σ xⁿ / ((a + 1) … (a + n)). */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return poissonDensity(a, x) * sum;
}

const TINY = 1e-300;

/** DLMF 8.9.2 in its even form, evaluated with Lentz's method; every denominator is positive for x > a. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const step = n * (a - n);
    b += 2;
    d = 1 / away(b + step * d);
    c = away(b + step / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  // xᵃ e⁻ˣ / Γ(a) = a times the density of a Poisson distribution with mean x.
  return poissonDensity(a, x) * a * value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
