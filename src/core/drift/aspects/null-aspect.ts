import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

/** Share of rows without a value, of any column. */
export const nullAspect: ColumnAspect = ({ name, set, columns, current, numbers, categories }, bounds) =>
  shareSeries({
    set,
    columns: [name],
    aspect: "null",
    // Where no values can be compared, nulls are all there is to tell.
    main: current.kind !== "boolean" && numbers() === undefined && categories() === undefined,
    of: `nulls in ${name}`,
    counts: Float64Array.from(columns, ({ nulls }) => nulls),
    totals: set.rows,
    bounds,
    unusual: true,
    kept: true,
  });
