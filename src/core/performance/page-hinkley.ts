import type { AlarmDetector } from "./change-detector.ts";

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

/**
 * Those of river 0.26.1, but for two. Fewer errors are no drift. And nothing is forgotten: with α = 0.9999 the sum swings
 * about a level of its own while its extreme stays from long ago, so that a steady stream alarms sooner or later.
 */
export const PAGE_HINKLEY_DEFAULTS: PageHinkleyParameters = {
  threshold: 50,
  delta: 0.005,
  alpha: 1,
  minRows: 30,
  direction: "up",
};

export interface PageHinkley extends AlarmDetector {
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
  let alarmed = false;
  let rows = 0;
  let mean = 0;
  let rising = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let falling = 0;
  let highest = -1;
  const begin = (): void => {
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
    rising = alpha * rising + value - mean - delta;
    falling = alpha * falling + value - mean + delta;
    if (rising < lowest) lowest = rising;
    if (falling > highest) highest = falling;
    const isUp = direction !== "down" && rising - lowest > threshold;
    const isDown = direction !== "up" && highest - falling > threshold;
    alarmed = rows >= minRows && (isUp || isDown);
    return alarmed;
  };
  return { update, state: () => ({ mean, increase: rising - lowest, decrease: highest - falling }) };
}
