/** The surprises of the last K reference batches, and what the next one has to exceed. */
export interface RollingTail {
  readonly bar: () => number;
  /** The newest takes the place of the oldest. */
  readonly join: (surprise: number) => void;
}

/** The tail of log10 p of a batch whose rows are independent has at least this scale: 1 / ln 10. */
const LEAST_SCALE = Math.LOG10E;

/**
 * The run-level tail of the drift rule turned round: the surprise at which its probability is `level`, h·((level·(K+1)/h)^(−1/h) − 1)
 * scales above the h-th largest of K, h the larger half. Kept sorted while batches come and go, because a simulation asks
 * some million times.
 *
 * @param first Of K batches, oldest first; at least 2.
 */
export function createRollingTail(first: Float64Array, level: number): RollingTail {
  const count = first.length;
  const half = Math.max(2, Math.floor(count / 2));
  const far = half * (((level * (count + 1)) / half) ** (-1 / half) - 1);
  const inTime = first.slice();
  const sorted = first.toSorted();
  let oldest = 0;
  let bar = barOf(sorted, half, far);
  return {
    bar: () => bar,
    join: (surprise) => {
      replace(sorted, inTime[oldest] ?? 0, surprise);
      inTime[oldest] = surprise;
      oldest = (oldest + 1) % count;
      bar = barOf(sorted, half, far);
    },
  };
}

function barOf(sorted: Float64Array, half: number, far: number): number {
  const first = sorted.length - half;
  const threshold = sorted[first] ?? 0;
  let sum = 0;
  for (let index = first; index < sorted.length; index++) sum += sorted[index] ?? 0;
  return threshold + Math.max(0, far) * Math.max(sum / half - threshold, LEAST_SCALE);
}

/** One value leaves and one comes in; what lies between them moves up by one. */
function replace(sorted: Float64Array, out: number, into: number): void {
  let index = sorted.indexOf(out);
  while (index > 0 && (sorted[index - 1] ?? 0) > into) {
    sorted[index] = sorted[index - 1] ?? 0;
    index--;
  }
  while (index < sorted.length - 1 && (sorted[index + 1] ?? 0) < into) {
    sorted[index] = sorted[index + 1] ?? 0;
    index++;
  }
  sorted[index] = into;
}
