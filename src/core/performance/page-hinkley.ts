import type { Change, ChangeDetector } from "./change-detector.ts";

export interface PageHinkleyParameters {
  /** λ: it alarms where the sum has moved so far from its extreme. */
  readonly threshold: number;
  /** Deviations from the mean smaller than this count as none. */
  readonly delta: number;
  /** What is left of the sum with each number: 1 forgets nothing. */
  readonly alpha: number;
  /** It does not alarm before so many numbers. */
  readonly minRows: number;
  /** `up`: where the mean grows; `down`: where it falls. */
  readonly direction: "up" | "down" | "both";
}

/** Those of river 0.26.1, but for the direction: fewer errors are no drift. */
export const PAGE_HINKLEY_DEFAULTS: PageHinkleyParameters = {
  threshold: 50,
  delta: 0.005,
  alpha: 0.9999,
  minRows: 30,
  direction: "up",
};

export interface PageHinkley extends ChangeDetector {
  /** Mean of the numbers since it began, and how far the sums are from their extremes. */
  readonly state: () => { readonly mean: number; readonly increase: number; readonly decrease: number };
}

/** A sum, its extreme so far, and where that was. */
interface Sum {
  now: number;
  extreme: number;
  rows: number;
  mean: number;
}

/**
 * Page's cumulated sum of the deviations from the mean so far, with forgetting.
 *
 * @see E. S. Page, Biometrika 41 (1954) 100–115; the conventions are those of river 0.26.1's PageHinkley.
 */
export function createPageHinkley(parameters: Partial<PageHinkleyParameters> = {}): PageHinkley {
  const { threshold, delta, alpha, minRows, direction } = { ...PAGE_HINKLEY_DEFAULTS, ...parameters };
  let alarmed = false;
  let rows = 0;
  let mean = 0;
  let up = beginSum(Number.POSITIVE_INFINITY);
  let down = beginSum(-1);
  const increase = () => up.now - up.extreme;
  const decrease = () => down.extreme - down.now;
  const update = (value: number): boolean => {
    if (alarmed) {
      rows = 0;
      mean = 0;
      up = beginSum(Number.POSITIVE_INFINITY);
      down = beginSum(-1);
    }
    rows++;
    mean += (value - mean) / rows;
    up.now = alpha * up.now + value - mean - delta;
    down.now = alpha * down.now + value - mean + delta;
    if (up.now < up.extreme) keepExtreme(up, rows, mean);
    if (down.now > down.extreme) keepExtreme(down, rows, mean);
    alarmed =
      rows >= minRows &&
      ((direction !== "down" && increase() > threshold) || (direction !== "up" && decrease() > threshold));
    return alarmed;
  };
  const change = (): Change => {
    const since = increase() > decrease() ? up : down;
    const after = (mean * rows - since.mean * since.rows) / (rows - since.rows);
    return { rows: rows - since.rows, before: since.mean, after };
  };
  return { update, change, state: () => ({ mean, increase: increase(), decrease: decrease() }) };
}

function beginSum(extreme: number): Sum {
  return { now: 0, extreme, rows: 0, mean: 0 };
}

function keepExtreme(sum: Sum, rows: number, mean: number): void {
  sum.extreme = sum.now;
  sum.rows = rows;
  sum.mean = mean;
}
