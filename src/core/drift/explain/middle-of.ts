import type { NumericProfile } from "../../dataset/profile.ts";
import { quantileOfBins } from "../quantile-of-bins.ts";

/** Quartiles and median. */
export interface Middle {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export function middleOf({ bins, frame: { edges } }: NumericProfile): Middle {
  const at = (probability: number) => quantileOfBins(bins, edges, probability);
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
