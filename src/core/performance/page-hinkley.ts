import type { ChangeDetector } from "./change-detector.ts";

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

/**
 * Page's cumulated sum of the deviations from the mean so far, with forgetting.
 *
 * @see E. S. Page, Biometrika 41 (1954) 100–115; the conventions are those of river 0.26.1's PageHinkley.
 */
export function createPageHinkley(parameters: Partial<PageHinkleyParameters> = {}): PageHinkley {
  const { threshold, delta, alpha, minRows, direction } = { ...PAGE_HINKLEY_DEFAULTS, ...parameters };
  const looksUp = direction !== "down";
  const looksDown = direction !== "up";
  let alarmed = true;
  let rows = 0;
  let mean = 0;
  let rising = 0;
  let lowest = 0;
  let falling = 0;
  let highest = 0;
  const begin = (): void => {
    alarmed = false;
    rows = 0;
    mean = 0;
    rising = 0;
    lowest = Number.POSITIVE_INFINITY;
    falling = 0;
    highest = -1;
  };
  const update = (value: number): boolean => {
    if (alarmed) begin();
    rows++;
    mean += (value - mean) / rows;
    const deviation = value - mean;
    rising = alpha * rising + deviation - delta;
    falling = alpha * falling + deviation + delta;
    if (rising < lowest) lowest = rising;
    if (falling > highest) highest = falling;
    if (rows < minRows) return false;
    alarmed = (looksUp && rising - lowest > threshold) || (looksDown && highest - falling > threshold);
    return alarmed;
  };
  return { update, state: () => ({ mean, increase: rising - lowest, decrease: highest - falling }) };
}
