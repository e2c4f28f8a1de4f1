import { formatShares } from "../../format-share.ts";
import { formatValue } from "../../format-value.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { binShares, distanceWithin, numberChange } from "../number-change.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** What is left without them has not moved, Kolmogorov–Smirnov. */
const STILL = 0.05;

/** Values far beyond everything that was known. */
export const farValues: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("range")) return undefined;
    const { before, after } = change;
    const last = before.bins.length - 1;
    // Beyond the limits the outer two bins tell how far: a quarter of the range and more.
    const low = binShares(change, 0, 1);
    const high = binShares(change, last - 1, last);
    const isHigh = high[1] - high[0] >= low[1] - low[0];
    const [from, to] = formatShares(...(isHigh ? high : low));
    const [limit, reach] = isHigh ? [before.max, after.max] : [before.min, after.min];
    if (limit === null || reach === null) return undefined;
    const rest = distanceWithin(change, isHigh ? [0, last - 2] : [2, last]);
    const show = (value: number | string) => formatValue(Number(value), before.kind);
    return {
      words: `${to} of ${facts.name} lies ${isHigh ? "above" : "below"} everything that was known, ${from} before: as far as ${show(reach)}, ${isHigh ? "at most" : "at least"} ${show(limit)} before`,
      covers: rest < STILL ? VALUE_ASPECTS : ["range"],
    };
  },
};
