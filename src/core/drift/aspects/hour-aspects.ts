import { formatShares } from "../../report/format-share.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { toHourTable } from "../hour-table.ts";
import { largestSeries } from "../largest-series.ts";
import { movedSeries } from "../total-variation-series.ts";

/** Times of day: total variation over the 24 hours less its noise. */
export const hoursAspect: ColumnAspect = (column, bounds) => {
  const cells = toHourTable(column);
  if (cells === undefined) return [];
  const describe = (effect: number) => ({
    words: `${formatShares(0, effect)[1]} of the rows of ${column.name} moved to other hours`,
  });
  return [movedSeries(cells, { column: column.name, aspect: "hours", bounds, describe })];
};

/** The most surprising change of a single hour of the day. */
export const hourAspect: ColumnAspect = (column, bounds) => {
  const cells = toHourTable(column);
  return cells === undefined ? [] : [largestSeries(cells, { column: column.name, aspect: "hour", bounds })];
};
