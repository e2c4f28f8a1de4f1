import { formatShare } from "../../../report/format-share.ts";
import { formatHour } from "../../format-hour.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { type HourChange, hourChange } from "../hour-change.ts";

/** Share of the rows that must have been there. */
const LEAST = 0.02;
/** So many rows are expected where there are none. */
const EXPECTED = 15;
/** The other hours kept their shares among each other, total variation. */
const STILL = 0.1;

/** Hours of the day without a row: a job that did not run, a source that was down. */
export const timeGap: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = hourChange(facts);
    if (change === undefined || !facts.has("hours", "hour")) return undefined;
    const gap = widestGap(change);
    if (gap === undefined || gap.share < LEAST || gap.share * change.rows[1] < EXPECTED) return undefined;
    if (!isAlone(change, gap)) return undefined;
    const until = (gap.first + gap.hours) % 24;
    return {
      words: `${facts.name} has no rows between ${formatHour(gap.first)} and ${formatHour(until === 0 ? 24 : until)} UTC, where ${formatShare(gap.share)} were before`,
      covers: ["hours", "hour"],
    };
  },
};

interface Gap {
  readonly first: number;
  readonly hours: number;
  readonly share: number;
}

/** Round the clock: a gap may lie over midnight. */
function widestGap({ before, after }: HourChange): Gap | undefined {
  let widest: Gap | undefined;
  for (let first = 0; first < 24; first += 1) {
    let share = 0;
    for (let hours = 1; hours < 24 && after[(first + hours - 1) % 24] === 0; hours += 1) {
      share += before[(first + hours - 1) % 24] ?? 0;
      // Hours without rows before belong to no gap.
      if ((before[first] ?? 0) > 0 && share > (widest?.share ?? 0)) widest = { first, hours, share };
    }
  }
  return widest;
}

function isAlone({ before, after }: HourChange, { first, hours, share }: Gap): boolean {
  const isInside = (hour: number) => (hour - first + 24) % 24 < hours;
  const moved = before.map((was, hour) => (isInside(hour) ? 0 : Math.abs(was / (1 - share) - (after[hour] ?? 0))));
  return moved.reduce((sum, difference) => sum + difference, 0) / 2 < STILL;
}
