import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

/** Share of rows with a value that cannot be read as what the column is. */
export const invalidAspect: ColumnAspect = ({ name, set, columns }, bounds) =>
  shareSeries({
    set,
    columns: [name],
    aspect: "invalid",
    of: `unreadable values in ${name}`,
    counts: Float64Array.from(columns, ({ invalid }) => invalid),
    totals: set.rows,
    bounds,
    unusual: true,
  });
