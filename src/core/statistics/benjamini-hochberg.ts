/**
 * The largest p-value that Benjamini and Hochberg's procedure rejects at the false discovery rate `rate`; −1 where it rejects
 * none. All p-values up to it are rejected.
 *
 * @see Y. Benjamini, Y. Hochberg, JRSS B 57 (1995) 289–300
 */
export function benjaminiHochbergLimit(pValues: Float64Array, rate: number): number {
  const sorted = pValues.toSorted();
  for (let rank = sorted.length; rank > 0; rank -= 1) {
    const p = sorted[rank - 1] ?? 1;
    if (p <= (rate * rank) / sorted.length) return p;
  }
  return -1;
}
