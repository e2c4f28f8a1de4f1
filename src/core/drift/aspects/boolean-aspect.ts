import { selectBatches } from "../batch-set.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

/** Share of the rarer one of two values, so that it is its ratio that is judged. */
export const booleanAspect: ColumnAspect = ({ name, set: all, columns }, bounds) => {
  const known = columns.flatMap((column) => (column.kind === "boolean" ? [column] : []));
  if (known.length < columns.length) return [];
  const selected = selectBatches(all, (entry) => (known[entry]?.trues ?? 0) + (known[entry]?.falses ?? 0) > 0);
  if (selected === undefined) return [];
  const chosen = selected.entries.flatMap((entry) => known[entry] ?? []);
  const reference = chosen.slice(0, -1);
  const sum = (of: "trues" | "falses") => reference.reduce((total, column) => total + column[of], 0);
  const rarer = sum("trues") <= sum("falses") ? "trues" : "falses";
  return shareSeries({
    set: selected.set,
    columns: [name],
    aspect: "distribution",
    main: true,
    of: `${rarer === "trues" ? "true" : "false"} in ${name}`,
    counts: Float64Array.from(chosen, (column) => column[rarer]),
    totals: Float64Array.from(chosen, ({ trues, falses }) => trues + falses),
    bounds,
    kept: true,
  });
};
