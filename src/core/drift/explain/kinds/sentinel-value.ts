import type { ColumnDriftKind } from "../drift-kind.ts";
import { describeFrequent, isSentinel } from "../frequent-value.ts";
import { distanceWithout, numberChange } from "../number-change.ts";
import { risenValues } from "../risen-values.ts";
import { PEAK_ASPECTS, VALUE_ASPECTS } from "../value-aspects.ts";

/** What is left without the value has not moved, Kolmogorov–Smirnov. */
const STILL = 0.05;

/** A value that stands for something else, -999 for what is not known: frequent now, and outside or at the edge of what was. */
export const sentinelValue: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has(...VALUE_ASPECTS)) return undefined;
    const found = risenValues(change).find((risen) => isSentinel(change, risen));
    if (found === undefined) return undefined;
    const { words, fillsMissing } = describeFrequent(facts, change, { found, is: "is now" });
    const isAll = distanceWithout(change, found.bin, found.gained) < STILL;
    return { words, covers: [...(isAll ? VALUE_ASPECTS : PEAK_ASPECTS), ...(fillsMissing ? (["null"] as const) : [])] };
  },
};
