import { emptyWindow, findCut, insertNumber } from "./bucket-window.ts";
import type { AlarmDetector, Change, ChangeDetector } from "./change-detector.ts";

/** The place of a change is known to about a sixteenth of the numbers since. */
const MAX_BUCKETS = 16;

/**
 * A detector that says where the change was which it alarmed at: at the cut that parts the numbers since it began best into
 * two with different means. Memory grows with the logarithm of their number.
 *
 * @see D. V. Hinkley, Biometrika 57 (1970) 1–17: the likeliest change of a normal mean
 */
export function locateChange({ update }: AlarmDetector): ChangeDetector {
  let window = emptyWindow();
  let alarmed = false;
  const change = (): Change => {
    let best = { rows: window.width, before: 0, after: window.total / window.width };
    let greatest = -1;
    findCut(window, (older, newer) => {
      if (newer.width === 0) return false;
      const before = older.total / older.width;
      const after = newer.total / newer.width;
      const gain = ((after - before) ** 2 * older.width * newer.width) / window.width;
      if (gain > greatest) {
        greatest = gain;
        best = { rows: newer.width, before, after };
      }
      return false;
    });
    return best;
  };
  return {
    update: (value) => {
      if (alarmed) window = emptyWindow();
      insertNumber(window, value, MAX_BUCKETS);
      alarmed = update(value);
      return alarmed;
    },
    change,
  };
}
