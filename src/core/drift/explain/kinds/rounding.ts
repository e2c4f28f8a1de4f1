import type { NumericProfile } from "../../../dataset/profile.ts";
import { formatPlain } from "../../../report/format-number.ts";
import { formatShares } from "../../../report/format-share.ts";
import { total } from "../../../statistics/total.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { numberChange } from "../number-change.ts";
import { risenValues } from "../risen-values.ts";

/** Share of round values that is more than habit. */
const MOST = 0.5;
/** Increase from which it counts. */
const INCREASE = 0.3;
/** So much of the values: then what else moved did so by rounding. */
const ALL = 0.9;

/** Values lost their last digits. */
export const rounding: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("rounding")) return undefined;
    // One frequent value that happens to be round is another story.
    if ((risenValues(change)[0]?.after ?? 0) >= INCREASE) return undefined;
    const { before, after } = change;
    const hundreds = increase(before, after, "hundreds");
    const tens = increase(before, after, "tens");
    const found = hundreds !== undefined && hundreds.is >= ALL ? hundreds : tens;
    if (found === undefined || found.is < MOST || found.is - found.was < INCREASE) return undefined;
    const [from, to] = formatShares(found.was, found.is);
    return {
      words: `${to} of ${facts.name} ${describeDigits(before.frame.decimals ?? 0, found === hundreds ? 2 : 1)} now, ${from} before`,
      covers:
        found.is >= ALL
          ? ["rounding", "decimals", "spike", "value", "shape", "distribution"]
          : ["rounding", "spike", "value"],
    };
  },
};

function increase(before: NumericProfile, after: NumericProfile, digits: "tens" | "hundreds") {
  if (before.lattice === undefined || after.lattice === undefined) return undefined;
  return {
    was: before.lattice[digits] / Math.max(1, total(before.bins)),
    is: after.lattice[digits] / Math.max(1, total(after.bins)),
  };
}

function describeDigits(decimals: number, lost: number): string {
  if (decimals > lost)
    return `has at most ${String(decimals - lost)} ${decimals - lost === 1 ? "decimal" : "decimals"}`;
  if (decimals === lost) return "is whole";
  return `is a multiple of ${formatPlain(10 ** (lost - decimals))}`;
}
