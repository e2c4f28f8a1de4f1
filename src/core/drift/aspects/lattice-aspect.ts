import { isNumeric } from "../../dataset/is-numeric.ts";
import { selectBatches } from "../batch-set.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import type { ColumnBatches } from "../column-batches.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { shareSeries } from "../share-series.ts";

/** Share of values with more digits after the point than were pinned. */
export const decimalsAspect: ColumnAspect = (column, bounds) => {
  const of = `values of ${column.name} with more than ${String(decimalsOf(column))} decimals`;
  return latticeSeries(column, "decimals", { key: "finer", of, bounds });
};

/** Shares of values that are multiples of ten and of a hundred units of the last pinned digit. */
export const roundingAspect: ColumnAspect = (column, bounds) => {
  // The last digits of a code say nothing.
  if (isNumeric(column.current) && column.current.frame.codes === true) return [];
  const rounding = { share: bounds.rounding, rareShare: bounds.rounding, ratio: bounds.ratio };
  const units = (exponent: number) => String(Number((10 ** (exponent - decimalsOf(column))).toPrecision(3)));
  const of = (exponent: number) => `values of ${column.name} that are multiples of ${units(exponent)}`;
  return [
    ...latticeSeries(column, "rounding", { key: "tens", of: of(1), bounds: rounding }),
    ...latticeSeries(column, "rounding", { key: "hundreds", of: of(2), bounds: rounding }),
  ];
};

interface LatticeInput {
  readonly key: "finer" | "tens" | "hundreds";
  readonly of: string;
  readonly bounds: Pick<DriftBounds, "share" | "rareShare" | "ratio">;
}

function latticeSeries(
  { name, columns, numbers }: ColumnBatches,
  aspect: "decimals" | "rounding",
  { key, of, bounds }: LatticeInput,
) {
  const table = numbers();
  if (table === undefined) return [];
  const counts = table.entries.map((entry) => {
    const column = columns[entry];
    return column !== undefined && isNumeric(column) ? column.lattice?.[key] : undefined;
  });
  const selected = selectBatches(table.set, (entry) => counts[entry] !== undefined);
  if (selected === undefined) return [];
  return shareSeries({
    set: selected.set,
    columns: [name],
    aspect,
    of,
    counts: Float64Array.from(selected.entries, (entry) => counts[entry] ?? 0),
    totals: Float64Array.from(selected.entries, (entry) => table.bins.totals[entry] ?? 0),
    bounds,
    kept: true,
    unusual: key === "finer",
  });
}

function decimalsOf({ current }: ColumnBatches): number {
  return isNumeric(current) ? (current.frame.decimals ?? 0) : 0;
}
