export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What was just finished. */
  readonly what: string;
}

const QUIET_MS = 5000;

/** Tells of long work on lines of the log: the first after 5 s, then one each 5 s; short work is not spoken of. */
export function createProgressLog(
  log: (line: string) => void,
  now: () => number = () => performance.now(),
): (progress: Progress) => void {
  let last = now();
  return ({ done, total, what }) => {
    if (now() - last < QUIET_MS) return;
    last = now();
    const share = total > 0 ? `${String(Math.min(100, Math.floor((100 * done) / total)))} %, ` : "";
    log(`Counting: ${share}${what} done`);
  };
}
