import { type BucketWindow, dropOldest, emptyWindow, findCut, insertNumber, type WindowPart } from "./bucket-window.ts";
import type { Change, ChangeDetector } from "./change-detector.ts";

export interface AdwinParameters {
  /** Confidence: the smaller, the fewer false alarms. */
  readonly delta: number;
  /** It looks for a change with every so many numbers. */
  readonly clock: number;
  /** Buckets of one size that are kept before two of them become one. */
  readonly maxBuckets: number;
  /** Parts of the window shorter than this are not compared. */
  readonly minPart: number;
  /** It does not look before so many numbers. */
  readonly minRows: number;
}

/** Those of river 0.26.1. */
export const ADWIN_DEFAULTS: AdwinParameters = { delta: 0.002, clock: 32, maxBuckets: 5, minPart: 5, minRows: 10 };

export interface Adwin extends ChangeDetector {
  /** The window as it is now; `squares` is the sum of squared deviations from its mean. */
  readonly state: () => { readonly width: number; readonly total: number; readonly squares: number };
}

/**
 * Adaptive window: it grows as long as no two parts of it have means that differ by more than chance, and loses its oldest
 * numbers where they do. Numbers are kept as about `maxBuckets · log₂(width)` sums. The bound takes them to lie within 0
 * and 1.
 *
 * @see A. Bifet, R. Gavaldà, SDM 2007, 443–448; the conventions (which cuts are looked at, that it begins anew after an
 * alarm) are those of river 0.26.1's ADWIN.
 */
export function createAdwin(parameters: Partial<AdwinParameters> = {}): Adwin {
  const settings = { ...ADWIN_DEFAULTS, ...parameters };
  let alarmed = false;
  let ticks = 0;
  let window = emptyWindow();
  let before: WindowPart = { width: 0, total: 0 };
  const update = (value: number): boolean => {
    if (alarmed) {
      window = emptyWindow();
      ticks = 0;
    }
    insertNumber(window, value, settings.maxBuckets);
    ticks++;
    if (ticks % settings.clock !== 0 || window.width <= settings.minRows) {
      alarmed = false;
      return false;
    }
    before = { width: window.width, total: window.total };
    alarmed = shrink(window, settings);
    return alarmed;
  };
  const change = (): Change => ({
    rows: window.width,
    before: (before.total - window.total) / (before.width - window.width),
    after: window.total / window.width,
  });
  const state = () => ({ width: window.width, total: window.total, squares: window.squares });
  return { update, change, state };
}

/** Drops the oldest bucket for as long as some cut tells the parts apart; true where it dropped one. */
function shrink(window: BucketWindow, settings: AdwinParameters): boolean {
  let changed = false;
  while (window.width > 0 && findCut(window, (older, newer) => differ(older, newer, window, settings))) {
    dropOldest(window);
    changed = true;
  }
  return changed;
}

function differ(
  older: WindowPart,
  newer: WindowPart,
  { width, squares }: BucketWindow,
  { delta, minPart }: AdwinParameters,
): boolean {
  if (older.width < minPart || newer.width < minPart) return false;
  const confidence = Math.log((2 * Math.log(width)) / delta);
  const reciprocal = 1 / (older.width - minPart + 1) + 1 / (newer.width - minPart + 1);
  const bound = Math.sqrt(2 * reciprocal * (squares / width) * confidence) + (2 / 3) * confidence * reciprocal;
  return Math.abs(older.total / older.width - newer.total / newer.width) > bound;
}
