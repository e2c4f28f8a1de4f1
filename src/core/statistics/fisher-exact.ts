import { binomialDensity } from "./saddle-point.ts";

/**
 * Two-sided p-value of Fisher's exact test that two samples have the same share: `count` of `total` rows here and there.
 * All tables that are no more likely than the one that is there count, as in R and SciPy. Its time grows with the rarer
 * outcome's rows.
 */
export function fisherExactPValue(count: number, total: number, otherCount: number, otherTotal: number): number {
  const hits = count + otherCount;
  const rows = total + otherTotal;
  const lowest = Math.max(0, hits - otherTotal);
  const highest = Math.min(hits, total);
  const share = hits / rows;
  const mass = (k: number) =>
    (binomialDensity(k, total, share) * binomialDensity(hits - k, otherTotal, share)) /
    binomialDensity(hits, rows, share);
  // Ties of likelihood must not be lost to rounding.
  const limit = mass(count) * (1 + 1e-7);
  let sum = 0;
  for (let k = lowest; k <= highest; k++) {
    const likelihood = mass(k);
    if (likelihood <= limit) sum += likelihood;
  }
  return Math.min(1, sum);
}
