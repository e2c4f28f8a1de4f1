import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { largestSeries } from "../largest-series.ts";

/** The most surprising change of one value, one category or one range of values. */
export const valueAspect: ColumnAspect = (column, bounds) => {
  const cells = column.cells();
  // Of a text the lengths are judged as a distribution; a single length says little.
  if (cells === undefined || column.current.kind === "text") return [];
  const histogram = () => columnHistogram(column.pooled(), column.current);
  return [largestSeries(cells, { column: column.name, aspect: "value", bounds, histogram })];
};
