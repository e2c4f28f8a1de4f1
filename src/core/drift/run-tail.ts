/** The upper tail of what a run's largest surprise is among batches in which nothing is wrong. */
export interface RunTail {
  /** P that a further batch surprises by at least as much; 1 for what most batches reach. */
  readonly probability: (surprise: number) => number;
  /** Surprise from which that probability is at most `level`. */
  readonly surpriseAt: (level: number) => number;
}

/** A surprise is −log₁₀ p: of p-values that mean what they say, its tail has this scale. */
const LEAST_SCALE = 1 / Math.LN10;

/**
 * From the largest surprise of each of K ≥ 2 reference batches, and the number of aspects that each is the largest of:
 * the upper half beyond a threshold is a power tail of p, an exponential one of log p. Its scale is Hill's estimate, and the
 * probability of a further one is h/(K + 1) · (1 + x/h)^(−h), x = (L − threshold) / scale, which allows for an estimate
 * from h values.
 *
 * @see B. M. Hill, Annals of Statistics 3 (1975) 1163–1174
 */
export function fitRunTail(largest: ArrayLike<number>, aspects: number): RunTail {
  const batches = largest.length;
  const sorted = Float64Array.from(largest).toSorted().toReversed();
  const used = Math.max(2, Math.floor(batches / 2));
  const threshold = Math.max(sorted[used - 1] ?? 0, Math.log10(Math.max(aspects, 1)) - 0.3, 0);
  const beyond = sorted.subarray(0, used).map((surprise) => Math.max(surprise - threshold, 0));
  const scale = Math.max(beyond.reduce((sum, surprise) => sum + surprise, 0) / used, LEAST_SCALE);
  const share = used / (batches + 1);
  return {
    probability: (surprise) => {
      const x = (surprise - threshold) / scale;
      return x > 0 ? share * (1 + x / used) ** -used : 1;
    },
    surpriseAt: (level) => threshold + scale * used * Math.max(0, (share / level) ** (1 / used) - 1),
  };
}
