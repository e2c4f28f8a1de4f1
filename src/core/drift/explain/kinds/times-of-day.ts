import { formatShares } from "../../../report/format-share.ts";
import { formatHour } from "../../format-hour.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { hourChange } from "../hour-change.ts";

/** More rows at some times of day, fewer at others. */
export const timesOfDay: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = hourChange(facts);
    if (change === undefined || !facts.has("hours", "hour")) return undefined;
    const gain = (hour: number) => (change.after[hour] ?? 0) - (change.before[hour] ?? 0);
    const top = change.before
      .map((_, hour) => hour)
      .reduce((most, hour) => (Math.abs(gain(hour)) > Math.abs(gain(most)) ? hour : most));
    const [from, to] = formatShares(change.before[top] ?? 0, change.after[top] ?? 0);
    return {
      words: `${facts.name} has other times of day: between ${formatHour(top)} and ${formatHour(top + 1)} UTC ${gain(top) > 0 ? "rose" : "fell"} from ${from} of the rows to ${to}`,
      covers: ["hours", "hour"],
    };
  },
};
