import { incompleteBeta } from "../../src/core/statistics/incomplete-beta.ts";

/**
 * The exact 95 % interval of a rate of which `count` of `total` > 0 were seen.
 *
 * @see C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413: the limits are quantiles of beta distributions.
 */
export function clopperPearson(count: number, total: number): [low: number, high: number] {
  const low = count === 0 ? 0 : betaQuantile(0.025, count, total - count + 1);
  const high = count === total ? 1 : betaQuantile(0.975, count + 1, total - count);
  return [low, high];
}

/** x with I_x(a, b) = `probability`, by bisection. */
function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // Halved 60 times, what is left is less than the distance of two doubles around it.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
