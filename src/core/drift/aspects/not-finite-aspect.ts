import { isNumeric } from "../../dataset/is-numeric.ts";
import { total } from "../../statistics/total.ts";
import { selectBatches } from "../batch-set.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

/** Share of NaN and infinity among the values of a column of numbers. */
export const notFiniteAspect: ColumnAspect = ({ name, set: all, columns }, bounds) => {
  const counts = columns.flatMap((column) => {
    if (!isNumeric(column)) return [];
    const count = column.nan + column.positiveInfinity + column.negativeInfinity;
    return [{ count, total: count + total(column.bins) }];
  });
  const selected = selectBatches(all, (entry) => (counts[entry]?.total ?? 0) > 0);
  if (selected === undefined) return [];
  return shareSeries({
    set: selected.set,
    columns: [name],
    aspect: "not-finite",
    of: `NaN and infinity in ${name}`,
    counts: Float64Array.from(selected.entries, (entry) => counts[entry]?.count ?? 0),
    totals: Float64Array.from(selected.entries, (entry) => counts[entry]?.total ?? 0),
    bounds,
    unusual: true,
  });
};
