import type { NumericProfile } from "../../dataset/profile.ts";
import { quantileOfBins } from "../quantile-of-bins.ts";

/** Quartiles and median. */
export interface Middle {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export function middleOf({ bins, frame: { edges }, min, max }: NumericProfile): Middle {
  // Bins far out are wide: no quantile lies beyond the values.
  const [least, most] = [Number(min ?? Number.NEGATIVE_INFINITY), Number(max ?? Number.POSITIVE_INFINITY)];
  const at = (probability: number) => Math.min(most, Math.max(least, quantileOfBins(bins, edges, probability)));
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** How many times as wide the middle half is now. */
export function widening(before: NumericProfile, after: NumericProfile): number {
  const [was, is] = [middleOf(before), middleOf(after)];
  return (is.high - is.low) / (was.high - was.low);
}
