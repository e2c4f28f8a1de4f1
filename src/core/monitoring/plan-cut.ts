/** How a dataset is cut into batches. */
export type DataCut =
  /** Batch i has the rows of `[start + i · length, start + (i + 1) · length)`; rows without a time are of none. */
  | {
      readonly by: "time";
      /** The column with the time of a row. */
      readonly column: string;
      /** ISO 8601, UTC. */
      readonly start: string;
      readonly lengthMs: number;
      readonly count: number;
    }
  /** As many rows in each, in the order of the files. */
  | { readonly by: "rows"; readonly count: number };

export interface CutFacts {
  readonly rows: number;
  /** Where the data have times: the earliest and the latest one, in milliseconds since 1970. */
  readonly time?: { readonly column: string; readonly min: number; readonly max: number } | undefined;
  /** Length of the windows that are going to be compared with them, where it is known. */
  readonly windowMs?: number | undefined;
}

/** With fewer reference batches a drift check can say little. */
export const ENOUGH_BATCHES = 8;
const MOST_BATCHES = 20;
/** Of the windows' own length a month of days is welcome. */
const MOST_OF_WINDOWS = 28;
const LEAST_BATCHES = 3;
/** On average: with fewer, chance alone moves a share by ten in a hundred. */
const LEAST_ROWS = 100;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** A batch of whole weeks has every weekday equally often. */
const WEEKS: readonly number[] = [1, 2, 4, 8, 13, 26, 52].map((weeks) => weeks * WEEK_MS);
const OTHERS: readonly number[] = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 144].map((hours) => hours * HOUR_MS);

/**
 * Into which batches a dataset is cut, so that they vary as later windows will: of the windows' own length, else whole
 * weeks, days, or what else gives 8 to 20 with enough rows; by rows where there is no time. `undefined` where there are too
 * few rows for three.
 */
export function planCut({ rows, time, windowMs }: CutFacts): DataCut | undefined {
  const most = Math.min(MOST_BATCHES, Math.floor(rows / LEAST_ROWS));
  if (most < LEAST_BATCHES) return undefined;
  const ofWindows = Math.min(MOST_OF_WINDOWS, Math.floor(rows / LEAST_ROWS));
  if (time !== undefined && time.max > time.min) {
    const span = toSpan(time);
    const lengthMs = chooseLength(span, { most, windowMs, ofWindows });
    if (lengthMs !== undefined) {
      const start = new Date(beginOf(time.min, lengthMs));
      return { by: "time", column: time.column, start: toInstant(start), lengthMs, count: span(lengthMs) };
    }
  }
  return { by: "rows", count: most };
}

/** How many batches of a length there are. */
type Span = (lengthMs: number) => number;

function toSpan({ min, max }: { readonly min: number; readonly max: number }): Span {
  return (lengthMs) => Math.floor((max - beginOf(min, lengthMs)) / lengthMs) + 1;
}

/** Midnight, UTC, where batches are whole days; else a full hour. */
function beginOf(min: number, lengthMs: number): number {
  const unit = lengthMs % DAY_MS === 0 ? DAY_MS : HOUR_MS;
  return Math.floor(min / unit) * unit;
}

function toInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

interface LengthWish {
  readonly most: number;
  readonly windowMs: number | undefined;
  readonly ofWindows: number;
}

function chooseLength(span: Span, { most, windowMs, ofWindows }: LengthWish): number | undefined {
  const own = windowMs === undefined ? undefined : firstWithin(multiplesOf(windowMs), span, ofWindows);
  const shortest = [...OTHERS, ...WEEKS].toSorted((a, b) => a - b);
  const found =
    [own, firstWithin(WEEKS, span, most), firstWithin([DAY_MS], span, most), firstWithin(shortest, span, most)].find(
      (length) => length !== undefined && span(length) >= ENOUGH_BATCHES,
    ) ?? firstWithin(shortest, span, most);
  return found === undefined || span(found) < LEAST_BATCHES ? undefined : found;
}

function firstWithin(lengths: readonly number[], span: Span, most: number): number | undefined {
  return lengths.find((length) => span(length) <= most);
}

function multiplesOf(lengthMs: number): readonly number[] {
  return Array.from({ length: 60 }, (_, index) => (index + 1) * lengthMs);
}
