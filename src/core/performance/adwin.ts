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

/** Sums of the numbers and of their squared deviations: buckets of 2^level numbers, the oldest first. */
interface Level {
  readonly totals: number[];
  readonly squares: number[];
}

/** Part of a window. */
interface Part {
  width: number;
  total: number;
}

interface Window extends Part {
  squares: number;
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
  let levels: Level[] = [{ totals: [], squares: [] }];
  let window: Window = { width: 0, total: 0, squares: 0 };
  let before: Part = { width: 0, total: 0 };
  const update = (value: number): boolean => {
    if (alarmed) {
      levels = [{ totals: [], squares: [] }];
      window = { width: 0, total: 0, squares: 0 };
      ticks = 0;
    }
    insert(levels, window, value, settings.maxBuckets);
    ticks++;
    before = { width: window.width, total: window.total };
    alarmed = ticks % settings.clock === 0 && window.width > settings.minRows && shrink(levels, window, settings);
    return alarmed;
  };
  const change = (): Change => ({
    rows: window.width,
    before: (before.total - window.total) / (before.width - window.width),
    after: window.total / window.width,
  });
  return { update, change, state: () => ({ ...window }) };
}

function insert(levels: Level[], window: Window, value: number, maxBuckets: number): void {
  levels[0]?.totals.push(value);
  levels[0]?.squares.push(0);
  window.width++;
  if (window.width > 1) {
    const gap = value - window.total / (window.width - 1);
    window.squares += ((window.width - 1) * gap * gap) / window.width;
  }
  window.total += value;
  for (let index = 0; index < levels.length; index++) {
    const level = levels[index];
    if (level === undefined || level.totals.length <= maxBuckets) return;
    mergeOldest(levels, level, index);
  }
}

/** The two oldest buckets of a level become one of the next. */
function mergeOldest(levels: Level[], { totals, squares }: Level, index: number): void {
  const [first = 0, second = 0] = totals.splice(0, 2);
  const [firstSquares = 0, secondSquares = 0] = squares.splice(0, 2);
  const size = 2 ** index;
  const gap = first / size - second / size;
  const next = levels[index + 1] ?? { totals: [], squares: [] };
  next.totals.push(first + second);
  next.squares.push(firstSquares + secondSquares + (size * size * gap * gap) / (size + size));
  levels[index + 1] = next;
}

/** Drops the oldest bucket for as long as some cut tells the parts apart; true where it dropped one. */
function shrink(levels: Level[], window: Window, settings: AdwinParameters): boolean {
  let changed = false;
  while (window.width > 0 && hasCut(levels, window, settings)) {
    dropOldest(levels, window);
    changed = true;
  }
  return changed;
}

function hasCut(levels: readonly Level[], window: Window, settings: AdwinParameters): boolean {
  const older: Part = { width: 0, total: 0 };
  const newer: Part = { width: window.width, total: window.total };
  for (let index = levels.length - 1; index >= 0; index--) {
    const size = 2 ** index;
    for (const total of levels[index]?.totals ?? []) {
      older.width += size;
      newer.width -= size;
      older.total += total;
      newer.total -= total;
      if (older.width < settings.minPart || newer.width < settings.minPart) continue;
      if (differ(older, newer, window, settings)) return true;
    }
  }
  return false;
}

function differ(older: Part, newer: Part, window: Window, { delta, minPart }: AdwinParameters): boolean {
  const confidence = Math.log((2 * Math.log(window.width)) / delta);
  const reciprocal = 1 / (older.width - minPart + 1) + 1 / (newer.width - minPart + 1);
  const variance = window.squares / window.width;
  const bound = Math.sqrt(2 * reciprocal * variance * confidence) + (2 / 3) * confidence * reciprocal;
  return Math.abs(older.total / older.width - newer.total / newer.width) > bound;
}

function dropOldest(levels: Level[], window: Window): void {
  const oldest = levels.at(-1);
  if (oldest === undefined) return;
  const size = 2 ** (levels.length - 1);
  const total = oldest.totals.shift() ?? 0;
  const squares = oldest.squares.shift() ?? 0;
  window.width -= size;
  window.total -= total;
  const gap = window.width === 0 ? 0 : total / size - window.total / window.width;
  window.squares -= squares + (size * window.width * gap * gap) / (size + window.width);
  if (oldest.totals.length === 0 && levels.length > 1) levels.pop();
}
