import { isOneBin, type KnownQuantile, knownQuantile } from "../../dataset/known-quantile.ts";
import type { NumericProfile } from "../../dataset/profile.ts";

/** Quartiles and median. */
export interface Middle {
  readonly low: KnownQuantile;
  readonly median: KnownQuantile;
  readonly high: KnownQuantile;
}

export function middleOf({ bins, frame: { edges }, min, max }: NumericProfile): Middle {
  const at = (probability: number) => knownQuantile(bins, edges, probability, { min, max });
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

export function widthOf({ low, high }: Middle): number {
  return high.value - low.value;
}

/** How many times as wide the middle half is now; NaN where nothing tells, because bins without an end hold a part of it. */
export function widening(before: NumericProfile, after: NumericProfile): number {
  const [was, is] = [middleOf(before), middleOf(after)];
  const ratio = widthOf(is) / widthOf(was);
  const isAtLeast = ({ low, high }: Middle) => low.open !== undefined || high.open !== undefined;
  const isKnown = !isOneBin(is.low, is.high) && !isAtLeast(ratio > 1 ? was : is);
  return isKnown ? ratio : Number.NaN;
}
