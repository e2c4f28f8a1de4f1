/**
 * P(D ≥ d) of the two-sided two-sample Kolmogorov–Smirnov statistic of `n` and `m` rows without ties, exact. Takes n · m
 * steps. All terms are positive, so small probabilities keep their digits.
 *
 * @see J. L. Hodges, Arkiv för Matematik 3 (1958) 469–486
 */
export function ksTwoSamplePValue(d: number, n: number, m: number): number {
  // The distance is a multiple of 1 / (n m); rounding must not move it to the next.
  const limit = Math.round(d * n * m);
  if (limit <= 0) return 1;
  // Share of the paths from (0, 0) to (i, j) that touch the boundary.
  let row = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    const next = new Float64Array(m + 1);
    for (let j = 0; j <= m; j++) {
      const outside = Math.abs(i * m - j * n) >= limit;
      const fromAbove = i === 0 ? 0 : ((row[j] ?? 0) * i) / (i + j);
      const fromLeft = j === 0 ? 0 : ((next[j - 1] ?? 0) * j) / (i + j);
      next[j] = outside ? 1 : fromAbove + fromLeft;
    }
    row = next;
  }
  return row[m] ?? 1;
}
