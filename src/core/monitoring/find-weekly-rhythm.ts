import type { ColumnProfile, Profile } from "../dataset/profile.ts";
import { columnCounts } from "../drift/column-counts.ts";
import { incompleteBeta } from "../statistics/incomplete-beta.ts";

/** A window of a day. */
export interface WeekdayBatch {
  readonly weekday: string;
  readonly profile: Profile;
}

/** Fewer are no three weeks. */
const LEAST_WINDOWS = 21;
const LEAST_WEEKDAYS = 5;
/** Cells of a column whose shares are looked at, the largest ones. */
const CELLS = 6;

/**
 * Whether windows differ by weekday more than within one: the smallest p-value of an analysis of variance (one way, F test)
 * of each column's functionals over the windows, times their number (Bonferroni). The functionals are the share of nulls,
 * the mean place of a value in the pooled distribution and its square about the middle, and the shares of the largest
 * categories. `undefined` where there are fewer than three weeks of windows, or nothing to look at.
 *
 * @param batches On one frame.
 */
export function findWeeklyRhythm(batches: readonly WeekdayBatch[]): number | undefined {
  const weekdays = batches.map(({ weekday }) => weekday);
  const isEnough = batches.length >= LEAST_WINDOWS && new Set(weekdays).size >= LEAST_WEEKDAYS;
  const [first] = batches;
  if (!isEnough || first === undefined) return undefined;
  const series = first.profile.columns.flatMap(({ name }) => seriesOf(batches, name));
  if (series.length === 0) return undefined;
  const smallest = Math.min(...series.map((values) => varianceTest(values, weekdays)));
  return Math.min(1, smallest * series.length);
}

/** One value for each window of everything that is looked at in a column; none where a window lacks it. */
function seriesOf(batches: readonly WeekdayBatch[], name: string): readonly (readonly number[])[] {
  const found = batches.map(({ profile }) => profile.columns.find((column) => column.name === name));
  const columns = found.flatMap((column) => column ?? []);
  const rows = batches.map(({ profile }) => profile.rows);
  if (columns.length < batches.length || rows.includes(0)) return [];
  const nulls = columns.map((column, index) => (column.nulls + column.invalid) / (rows[index] ?? 1));
  return [nulls, ...functionalsOf(columns)];
}

function functionalsOf(columns: readonly ColumnProfile[]): readonly (readonly number[])[] {
  const [first] = columns;
  const counts = columns.flatMap((column) => (first === undefined ? [] : (columnCounts(first, column) ?? [])));
  if (counts.length < columns.length) return [];
  const shares = counts.map(({ after }) => toShares(after));
  const pool = toShares(shares.reduce((sum, part) => sum.map((share, cell) => share + (part[cell] ?? 0))));
  const mean = (weights: readonly number[]) =>
    shares.map((part) => part.reduce((sum, share, cell) => sum + share * (weights[cell] ?? 0), 0));
  if (counts[0]?.order === undefined) {
    const largest = [...pool.entries()].sort(([, a], [, b]) => b - a).slice(0, CELLS);
    return largest.map(([cell]) => shares.map((part) => part[cell] ?? 0));
  }
  const places = midranks(pool);
  return [mean(places), mean(places.map((place) => (place - 0.5) ** 2))];
}

function toShares(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** Of each cell the share of rows below it, and half of its own. */
function midranks(shares: readonly number[]): readonly number[] {
  let below = 0;
  return shares.map((share) => {
    const place = below + share / 2;
    below += share;
    return place;
  });
}

/** p-value that the groups have one mean: F = (between ÷ (g − 1)) ÷ (within ÷ (n − g)), P(F > f) = I_{w/(w+b)}((n−g)/2, (g−1)/2). */
function varianceTest(values: readonly number[], groups: readonly string[]): number {
  const names = [...new Set(groups)];
  const overall = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [between, within] = [0, 0];
  for (const name of names) {
    const own = values.filter((_, index) => groups[index] === name);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    between += own.length * (mean - overall) ** 2;
    within += own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  // Of what never moves there is no rhythm, and rounding makes none.
  if (between + within <= 1e-20 * Math.max(1, overall ** 2)) return 1;
  return incompleteBeta(within / (within + between), (values.length - names.length) / 2, (names.length - 1) / 2);
}
