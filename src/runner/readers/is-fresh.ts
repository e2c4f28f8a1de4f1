const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/** The kernel stamps files with a clock that ticks 100 to 1000 times a second, so a stamp can lie this far before its write. */
const CLOCK_TICK = 10n * NANOSECONDS_PER_MILLISECOND;

/**
 * Whether a file was written since `since`. A stamp on a whole second comes from a file system that knows no better,
 * where a file written right after the start carries the second in which the command started.
 */
export function isFresh(mtimeNanoseconds: bigint, since: Date): boolean {
  const start = BigInt(since.getTime()) * NANOSECONDS_PER_MILLISECOND;
  if (mtimeNanoseconds >= start - CLOCK_TICK) return true;
  const isWholeSecond = mtimeNanoseconds % NANOSECONDS_PER_SECOND === 0n;
  return isWholeSecond && mtimeNanoseconds >= start - (start % NANOSECONDS_PER_SECOND);
}
