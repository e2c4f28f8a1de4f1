import type { ColumnDriftKind } from "../drift-kind.ts";
import { hourChange } from "../hour-change.ts";

/** Turned back, the hours fit so well, total variation; as they stand they differ so many times more. */
const STILL = 0.06;
const APART = 2.5;

/** All times of day moved by the same number of hours: another time zone. */
export const clockChange: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = hourChange(facts);
    if (change === undefined || !facts.has("hours", "hour")) return undefined;
    const turned = Array.from({ length: 24 }, (_, hours) => ({
      hours,
      distance:
        change.before.reduce((sum, was, hour) => sum + Math.abs(was - (change.after[(hour + hours) % 24] ?? 0)), 0) / 2,
    }));
    const straight = turned[0]?.distance ?? 0;
    const best = turned.slice(1).reduce((least, turn) => (turn.distance < least.distance ? turn : least));
    // Chance alone gives 24 hours of few rows a distance.
    const chance = Math.sqrt(24 / Math.min(...change.rows)) / 2;
    if (best.distance > Math.max(STILL, chance) || straight < APART * Math.max(best.distance, STILL / APART))
      return undefined;
    const by = best.hours <= 12 ? best.hours : 24 - best.hours;
    return {
      words: `times of day in ${facts.name} are ${String(by)} ${by === 1 ? "hour" : "hours"} ${best.hours <= 12 ? "later" : "earlier"}, as in another time zone`,
      covers: ["hours", "hour"],
    };
  },
};
