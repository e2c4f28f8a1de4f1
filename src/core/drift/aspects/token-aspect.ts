import { selectBatches } from "../batch-set.ts";
import { cellDifferences } from "../cell-differences.ts";
import type { CellTable } from "../cell-table.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import type { ColumnBatches } from "../column-batches.ts";
import { othersOf, toCountTable } from "../count-table.ts";
import { largestSeries } from "../largest-series.ts";

/** The most surprising change of the share of texts that contain a word of one bucket. */
export const tokenAspect: ColumnAspect = (column, bounds) => {
  const cells = toTokenTable(column);
  return cells === undefined ? [] : [largestSeries(cells, { column: column.name, aspect: "tokens", bounds })];
};

function toTokenTable({ name, set, columns }: ColumnBatches): CellTable | undefined {
  const tokens = columns.map((column) => (column.kind === "text" ? column.tokens : undefined));
  const selected = selectBatches(set, (entry) => (tokens[entry]?.rows ?? 0) > 0);
  if (selected === undefined) return undefined;
  const known = selected.entries.map((entry) => tokens[entry]);
  // A text has words of many buckets: shares are of the texts, not of the sum over buckets.
  const totals = Float64Array.from(known, (counted) => counted?.rows ?? 0);
  const table = { ...toCountTable(known.map((counted) => counted?.buckets ?? [])), totals, others: othersOf(totals) };
  return {
    set: selected.set,
    table,
    differences: cellDifferences(table),
    label: (bucket) => `texts with words of group ${String(bucket)} in ${name}`,
  };
}
