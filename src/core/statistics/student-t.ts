import { incompleteBeta } from "./incomplete-beta.ts";
import { normalPValue, normalQuantile } from "./normal-distribution.ts";

// From here on the two differ by less than 1e-6 at the 97.5 % quantile.
const LIKE_NORMAL = 1e6;

/** Two-sided p-value of a t statistic with `df` degrees of freedom. */
export function studentTPValue(t: number, df: number): number {
  return df >= LIKE_NORMAL ? normalPValue(t) : incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** P(T > t) with `df` degrees of freedom, with full relative precision far out in the tail. */
export function studentTSurvival(t: number, df: number): number {
  const half = studentTPValue(t, df) / 2;
  return t < 0 ? 1 - half : half;
}

/** t with P(T ≤ t) = `probability`, for `probability` > 0.5, by bisection of the p-value. */
export function studentTQuantile(probability: number, df: number): number {
  if (df >= LIKE_NORMAL) return normalQuantile(probability);
  const wanted = 2 * (1 - probability);
  let low = 0;
  let high = 1;
  while (studentTPValue(high, df) > wanted) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTPValue(middle, df) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
