import { formatValue } from "../../../dataset/format-value.ts";
import { formatPlain } from "../../../report/format-number.ts";
import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { widening } from "../middle-of.ts";
import { binShares, distanceWithin, numberChange } from "../number-change.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";
import { WIDER } from "./spread.ts";

/** What is left without them has not moved, Kolmogorov–Smirnov. */
const STILL = 0.05;
/** So many times as far as any value before, another unit can be the cause: most that are confused differ by more. */
const OTHER_UNIT = 10;

/** Values far beyond everything that was known. */
export const farValues: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("range")) return undefined;
    const { before, after } = change;
    if (before.min === null || before.max === null) return undefined;
    const [lowest, highest] = [Number(before.min), Number(before.max)];
    const { edges } = before.frame;
    // Bins beyond the values that were known: the first of the others, and the last.
    const first = edges.filter((edge) => edge < lowest).length;
    const last = edges.length - edges.filter((edge) => edge >= highest).length;
    const low = binShares(change, 0, first - 1);
    const high = binShares(change, last + 1, edges.length);
    const isHigh = high[1] - high[0] >= low[1] - low[0];
    const [from, to] = formatShares(...(isHigh ? high : low));
    const [limit, reach] = isHigh ? [highest, after.max] : [lowest, after.min];
    if (reach === null) return undefined;
    const rest = distanceWithin(change, isHigh ? [0, last] : [first, edges.length]);
    // What spreads wider as a whole reaches further: that says more.
    if (rest >= STILL && widening(before, after) >= WIDER) return undefined;
    const show = (value: number | string) => formatValue(Number(value), before.kind);
    return {
      words: `${to} of ${facts.name} lies ${isHigh ? "above" : "below"} everything that was known, ${from} before: as far as ${show(reach)}, ${isHigh ? "at most" : "at least"} ${show(limit)} before${rest < STILL && before.kind !== "timestamp" ? describeReach(Number(reach) / limit) : ""}`,
      covers: rest < STILL ? VALUE_ASPECTS : ["range"],
    };
  },
};

/** How far the values lie is known, not how many times as large as they should be each of them is: a unit is a guess. */
function describeReach(times: number): string {
  if (!Number.isFinite(times) || times < OTHER_UNIT) return "";
  return `, about ${formatPlain(Number(times.toPrecision(2)))} times as far; a wrong unit in these rows is one possible cause`;
}
