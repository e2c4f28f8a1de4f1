import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

/** Share of empty texts among the values of a column of categories or texts. */
export const emptyAspect: ColumnAspect = ({ name, columns, numbers, categories }, bounds) => {
  const found = categories() ?? numbers();
  if (found === undefined) return [];
  const { totals } = "bins" in found ? found.bins : found.table;
  return shareSeries({
    set: found.set,
    columns: [name],
    aspect: "empty",
    of: `empty texts in ${name}`,
    counts: Float64Array.from(found.entries, (entry) => {
      const column = columns[entry];
      return column !== undefined && "empty" in column ? column.empty : 0;
    }),
    totals,
    bounds,
    unusual: true,
  });
};
