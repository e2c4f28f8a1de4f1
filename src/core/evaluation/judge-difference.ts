import type { Interval } from "../evidence/evaluation-evidence.ts";

export interface DifferenceToJudge {
  /** `here` − `there`, in the metric's own unit and sign; null where one of them is not defined. */
  readonly difference: number | null;
  /** 95 % two-sided interval of the difference; null where none can be given. */
  readonly interval: Interval | null;
  readonly direction: "higher" | "lower";
  /** A difference smaller than this does not matter. In the metric's own unit, not negative. */
  readonly margin: number;
  /** Rows that the interval was made from. */
  readonly rows: number;
}

export type DifferenceVerdict =
  | { readonly kind: "better" | "worse" | "same" | "not-worse" }
  | {
      readonly kind: "inconclusive";
      /** Half a sentence in words, to stand behind "cannot tell:". */
      readonly reason: string;
      /** Further labelled rows after which the question could be answered, about; absent where no number helps. */
      readonly moreRows?: number;
    };

/**
 * What one metric's difference means. Oriented so that + is better, with the interval (lo, hi), the difference d and
 * the margin m: `better` if lo > 0 and d ≥ m; `worse` if hi < 0 and d ≤ −m; `same` if the interval lies within ±m;
 * `not-worse` if lo > −m; else `inconclusive`. Without an interval only equality can be told.
 */
export function judgeDifference(input: DifferenceToJudge): DifferenceVerdict {
  const { difference, interval, direction, margin } = input;
  if (difference === null) return { kind: "inconclusive", reason: "the metric is not defined for both" };
  if (interval === null) {
    if (difference === 0) return { kind: "same" };
    return { kind: "inconclusive", reason: "there is no interval for this difference" };
  }
  const sign = direction === "higher" ? 1 : -1;
  const d = sign * difference;
  const [low, high] = direction === "higher" ? interval : [-interval[1], -interval[0]];

  if (low > 0 && d >= margin) return { kind: "better" };
  if (high < 0 && d <= -margin) return { kind: "worse" };
  // Two models that agree on every row have the interval (0, 0): that is equality whatever the margin.
  if ((low > -margin && high < margin) || (low === 0 && high === 0)) return { kind: "same" };
  if (low > -margin) return { kind: "not-worse" };
  return inconclusive(input, d, (high - low) / 2);
}

/** An interval shrinks with the square root of the rows: n′ = n · (half width / what is to be told apart)². */
function inconclusive({ margin, rows }: DifferenceToJudge, d: number, halfWidth: number): DifferenceVerdict {
  const wanted = Math.max(margin, Math.abs(d));
  if (wanted === 0) {
    return { kind: "inconclusive", reason: "the difference is 0 and no margin says how much would matter" };
  }
  const moreRows = Math.ceil(rows * (halfWidth / wanted) ** 2) - rows;
  const reason = "the interval leaves room for both";
  return moreRows > 0 && Number.isSafeInteger(moreRows)
    ? { kind: "inconclusive", reason, moreRows }
    : { kind: "inconclusive", reason };
}
