/** Numbers in their order, the older ones as sums of 2^level of them. */
export interface BucketWindow {
  /** Numbers, their sum, and the sum of their squared deviations from their mean. */
  width: number;
  total: number;
  squares: number;
  /** From single numbers to the largest buckets. */
  readonly levels: BucketLevel[];
}

/** Sums of the numbers and of their squared deviations; the oldest bucket first. */
interface BucketLevel {
  readonly totals: number[];
  readonly squares: number[];
}

/**
 * An empty window.
 *
 * @see M. Datar, A. Gionis, P. Indyk, R. Motwani, SIAM Journal on Computing 31 (2002) 1794–1813, for exponential histograms
 */
export function emptyWindow(): BucketWindow {
  return { width: 0, total: 0, squares: 0, levels: [{ totals: [], squares: [] }] };
}

/** Adds a number; where a level has more than `maxBuckets` buckets its two oldest become one of the next. */
export function insertNumber(window: BucketWindow, value: number, maxBuckets: number): void {
  const { levels } = window;
  levels[0]?.totals.push(value);
  levels[0]?.squares.push(0);
  window.width++;
  if (window.width > 1) {
    const gap = value - window.total / (window.width - 1);
    window.squares += ((window.width - 1) * gap * gap) / window.width;
  }
  window.total += value;
  for (let index = 0; index < levels.length; index++) {
    const level = levels[index];
    if (level === undefined || level.totals.length <= maxBuckets) return;
    mergeOldest(levels, level, index);
  }
}

function mergeOldest(levels: BucketLevel[], { totals, squares }: BucketLevel, index: number): void {
  const [first = 0, second = 0] = totals.splice(0, 2);
  const [firstSquares = 0, secondSquares = 0] = squares.splice(0, 2);
  const size = 2 ** index;
  const gap = first / size - second / size;
  const next = levels[index + 1] ?? { totals: [], squares: [] };
  next.totals.push(first + second);
  next.squares.push(firstSquares + secondSquares + (size * size * gap * gap) / (size + size));
  levels[index + 1] = next;
}

/** Drops the oldest bucket. */
export function dropOldest(window: BucketWindow): void {
  const { levels } = window;
  const oldest = levels.at(-1);
  if (oldest === undefined) return;
  const size = 2 ** (levels.length - 1);
  const total = oldest.totals.shift() ?? 0;
  const squares = oldest.squares.shift() ?? 0;
  window.width -= size;
  window.total -= total;
  const gap = window.width === 0 ? 0 : total / size - window.total / window.width;
  window.squares -= squares + (size * window.width * gap * gap) / (size + window.width);
  if (oldest.totals.length === 0 && levels.length > 1) levels.pop();
}

/** Part of a window. */
export interface WindowPart {
  readonly width: number;
  readonly total: number;
}

/** Whether `isCut` holds for some cut between two buckets; they are asked from the oldest on, up to the first that holds. */
export function findCut(
  { width, total, levels }: BucketWindow,
  isCut: (older: WindowPart, newer: WindowPart) => boolean,
): boolean {
  const older = { width: 0, total: 0 };
  const newer = { width, total };
  for (let index = levels.length - 1; index >= 0; index--) {
    const size = 2 ** index;
    for (const sum of levels[index]?.totals ?? []) {
      older.width += size;
      newer.width -= size;
      older.total += sum;
      newer.total -= sum;
      if (isCut(older, newer)) return true;
    }
  }
  return false;
}
