import type { ColumnAspect } from "../column-aspect.ts";
import { formatShares } from "../format-share.ts";
import { toHourTable } from "../hour-table.ts";
import { largestSeries } from "../largest-series.ts";
import { spreadSeries } from "../spread-series.ts";
import { totalVariations } from "../total-variation.ts";

/** One-sided 95 % quantile of the normal distribution, for a share near one half, where it varies most. */
const WIDEST_95 = 1.645 / 2;

/** Times of day: total variation over the 24 hours less its noise. */
export const hoursAspect: ColumnAspect = (column, bounds) => {
  const cells = toHourTable(column);
  if (cells === undefined) return [];
  const { set, table, differences } = cells;
  const { effects, p1, p2 } = totalVariations(table, differences, set);
  const last = table.batches - 1;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "hours",
      effects,
      p1,
      p2,
      material: Array.from(effects, (effect) => effect >= bounds.distribution),
      facts: {
        bound: bounds.distribution,
        noise: WIDEST_95,
        rows: [table.others[last] ?? 0, table.totals[last] ?? 0],
      },
      describe: () => ({
        words: `${formatShares(0, effects[last] ?? 0)[1]} of the rows of ${column.name} moved to other hours`,
      }),
    }),
  ];
};

/** The most surprising change of a single hour of the day. */
export const hourAspect: ColumnAspect = (column, bounds) => {
  const cells = toHourTable(column);
  return cells === undefined ? [] : [largestSeries(cells, { column: column.name, aspect: "hour", bounds })];
};
