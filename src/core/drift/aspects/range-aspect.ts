import { formatValue } from "../../dataset/format-value.ts";
import { isNumeric } from "../../dataset/is-numeric.ts";
import type { ColumnProfile } from "../../dataset/profile.ts";
import { farBeyond, rangesOfOthers } from "../../dataset/range-limits.ts";
import { formatShare } from "../../report/format-share.ts";
import { ONE_SIDED_Z95 } from "../../statistics/normal-distribution.ts";
import { calibrateRare } from "../calibrate/calibrate-rare.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { countsOfBatch } from "../count-table.ts";
import type { NumberTable } from "../number-table.ts";
import { rareShares } from "../rare-shares.ts";
import { spreadSeries } from "../spread-series.ts";

/**
 * Share of values beyond a quarter of the others' range outside it, [min − w/4, max + w/4]: under independent draws at most 2
 * in N, one at either end (the rule of succession).
 */
export const rangeAspect: ColumnAspect = (column, bounds) => {
  const table = column.numbers();
  const limits = table === undefined ? undefined : limitsOf(column.columns, table);
  if (table === undefined || limits === undefined) return [];
  const { bins, set, kind } = table;
  const counts = Float64Array.from(limits, ({ beyond }) => beyond);
  const rates = bins.others.map((rows) => Math.min(1, 2 / Math.max(rows, 1)));
  const least = bins.totals.map((rows) => Math.max(rows, 1));
  const { effects, p1 } = rareShares(counts, least, { rates });
  const last = bins.batches - 1;
  const [share, rate] = [effects[last] ?? 0, rates[last] ?? 0];
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "range",
      effects,
      shown: effects,
      p1,
      p2: calibrateRare(
        effects,
        rates.map((rate, entry) => rate / (least[entry] ?? 1) + 1 / (least[entry] ?? 1) ** 2),
        set,
      ),
      material: Array.from(effects, (effect) => effect >= bounds.newMass),
      facts: {
        bound: bounds.newMass,
        noise: ONE_SIDED_Z95 * Math.sqrt(rate * (1 - rate)),
        rows: [bins.others[last] ?? 0, bins.totals[last] ?? 0],
        before: 0,
        after: share,
      },
      describe: () => {
        const { low = Number.NaN, high = Number.NaN } = limits[last] ?? {};
        const known = `${formatValue(low, kind)} to ${formatValue(high, kind)}`;
        return {
          words: `${formatShare(share)} of ${column.name} lie far outside what was known, beyond ${known}`,
          histogram: () => columnHistogram(column.pooled(), column.current),
        };
      },
    }),
  ];
};

interface Limits {
  readonly low: number;
  readonly high: number;
  /** Rows of the batch beyond both. */
  readonly beyond: number;
}

function limitsOf(
  columns: readonly ColumnProfile[],
  { entries, edges, bins }: NumberTable,
): readonly Limits[] | undefined {
  const extremes = entries.map((entry) => extremesOf(columns[entry]));
  if (extremes.includes(undefined)) return undefined;
  const ranges = rangesOfOthers(extremes.slice(0, -1));
  return extremes.map((own, batch) => {
    // The only batch is its own measure.
    const range = ranges[batch] ?? own ?? { min: Number.NaN, max: Number.NaN };
    const { below, above } = farBeyond(range);
    const counts = countsOfBatch(bins, batch);
    let beyond = 0;
    for (let bin = 0; bin <= lastBelow(edges, below, range.min); bin += 1) beyond += counts[bin] ?? 0;
    for (let bin = firstAbove(edges, above, range.max); bin < bins.cells; bin += 1) beyond += counts[bin] ?? 0;
    // Whatever the frame's edges are: that one row is beyond is known.
    const known = (own !== undefined && own.min <= below ? 1 : 0) + (own !== undefined && own.max > above ? 1 : 0);
    return { low: below, high: above, beyond: Math.max(beyond, known) };
  });
}

/**
 * The last bin at or below the limit; −1 for none. A frame that was pinned before batches reached further has no edge so far
 * out: its outermost bin is taken, where all of it is below the others' smallest value.
 */
function lastBelow(edges: readonly number[], limit: number, smallest: number): number {
  const beyond = edges.findLastIndex((edge) => edge <= limit);
  return beyond < 0 && (edges[0] ?? smallest) < smallest ? 0 : beyond;
}

/** The first bin above the limit, in the same way. */
function firstAbove(edges: readonly number[], limit: number, largest: number): number {
  const beyond = edges.findIndex((edge) => edge >= limit);
  if (beyond >= 0) return beyond + 1;
  return (edges.at(-1) ?? Number.NEGATIVE_INFINITY) >= largest ? edges.length : edges.length + 1;
}

/** Undefined for lengths of texts, of which no smallest and largest is kept. */
function extremesOf(column: ColumnProfile | undefined) {
  if (column === undefined || !isNumeric(column) || column.min === null || column.max === null) return undefined;
  return { min: Number(column.min), max: Number(column.max) };
}
