import { isNumeric } from "../dataset/is-numeric.ts";
import { total } from "../statistics/total.ts";
import { selectBatches } from "./batch-set.ts";
import { cellDifferences } from "./cell-differences.ts";
import type { CellTable } from "./cell-table.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { toCountTable } from "./count-table.ts";
import { formatHour } from "./format-hour.ts";

/** Points in time by the hour of the day; undefined where hours were not counted, or all are one: dates without a time. */
export function toHourTable({ name, set, columns }: ColumnBatches): CellTable | undefined {
  const hours = columns.map((column) => (isNumeric(column) ? (column.hours ?? []) : []));
  const selected = selectBatches(set, (entry) => total(hours[entry] ?? []) > 0);
  if (selected === undefined) return undefined;
  const table = toCountTable(selected.entries.map((entry) => hours[entry] ?? []));
  const used = Array.from({ length: table.cells }, (_, hour) => hours.some((counts) => (counts[hour] ?? 0) > 0));
  if (used.filter((isUsed) => isUsed).length < 2) return undefined;
  return {
    set: selected.set,
    table,
    differences: cellDifferences(table),
    label: (hour) => `rows between ${formatHour(hour)} and ${formatHour(hour + 1)} UTC in ${name}`,
  };
}
