import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { ksDistance } from "../ks-distance.ts";
import { ksPValue } from "../ks-p-value.ts";
import { total } from "../total.ts";

/** 95 % quantile of Kolmogorov's distribution. */
const KOLMOGOROV_95 = 1.3581;

interface BinnedInput {
  readonly column: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly bounds: Pick<DriftBounds, "distribution">;
  readonly words: string;
  /** Now ÷ before, where all values were multiplied by one factor. */
  readonly rescaled?: number | undefined;
}

/** Kolmogorov–Smirnov distance over pinned bins; undefined where a side has no rows. */
export function binnedDistributionAspect({
  column,
  before,
  after,
  bounds,
  words,
  rescaled,
}: BinnedInput): DriftAspect | undefined {
  const rows = [total(before), total(after)] as const;
  if (rows[0] === 0 || rows[1] === 0) return undefined;
  const distance = ksDistance(before, after);
  return {
    columns: [column],
    aspect: "distribution",
    main: true,
    effect: distance,
    bound: bounds.distribution,
    floor: KOLMOGOROV_95 * Math.sqrt(1 / rows[0] + 1 / rows[1]),
    noise: KOLMOGOROV_95,
    rows,
    p1: ksPValue(distance, ...rows),
    material: distance >= bounds.distribution,
    words,
    ...(rescaled === undefined ? {} : { rescaled }),
  };
}
