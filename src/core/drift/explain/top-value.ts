import { isNumeric } from "../../dataset/is-numeric.ts";
import type { ColumnProfile, NumericProfile } from "../../dataset/profile.ts";
import { total } from "../../statistics/total.ts";
import { nameCategory } from "./category-change.ts";
import { formatExact } from "./format-exact.ts";

/** The most frequent value of a column. */
export interface TopValue {
  readonly key: number | string | boolean;
  readonly label: string;
  readonly share: number;
  /** Values of the column in all. */
  readonly rows: number;
}

/** Undefined where the column has no values, or the most frequent one is not known. */
export function topValue(column: ColumnProfile): TopValue | undefined {
  if (isNumeric(column)) {
    const rows = total(column.bins);
    const isOne = column.min !== null && column.min === column.max;
    const values = isOne
      ? [{ value: Number(column.min), rows }]
      : [...column.spikes, ...column.frame.values.map((value) => ({ value, rows: rowsAt(column, value) }))];
    const top = values.toSorted((a, b) => b.rows - a.rows)[0];
    if (top === undefined || rows === 0) return undefined;
    return { key: top.value, label: formatExact(top.value, column.kind), share: top.rows / rows, rows };
  }
  if (column.kind === "categorical") {
    const all = [
      ...column.frame.categories.map(({ hash, name }, index) => ({ hash, name, rows: column.counts[index] ?? 0 })),
      ...column.unseen,
    ];
    const rows = total(all.map((category) => category.rows)) + column.unseenRest.rows;
    const top = all.toSorted((a, b) => b.rows - a.rows)[0];
    return top === undefined || rows === 0
      ? undefined
      : { key: top.hash, label: nameCategory(top), share: top.rows / rows, rows };
  }
  if (column.kind !== "boolean") return undefined;
  const rows = column.falses + column.trues;
  const more = Math.max(column.falses, column.trues);
  const key = column.trues === more;
  return rows === 0 ? undefined : { key, label: String(key), share: more / rows, rows };
}

/** Undefined where that is not known. */
export function shareOfValue(column: ColumnProfile, key: TopValue["key"]): number | undefined {
  if (isNumeric(column) && typeof key === "number") {
    if (key < Number(column.min) || key > Number(column.max)) return 0;
    const rows = column.frame.values.includes(key)
      ? rowsAt(column, key)
      : column.spikes.find(({ value }) => value === key)?.rows;
    return rows === undefined ? undefined : rows / Math.max(1, total(column.bins));
  }
  if (column.kind === "categorical") {
    const index = column.frame.categories.findIndex(({ hash }) => hash === key);
    return index < 0 ? 0 : (column.counts[index] ?? 0) / Math.max(1, total(column.counts) + column.unseenRest.rows);
  }
  if (column.kind !== "boolean") return undefined;
  return (key === true ? column.trues : column.falses) / Math.max(1, column.trues + column.falses);
}

function rowsAt({ frame: { edges }, bins }: NumericProfile, value: number): number {
  return bins[edges.findIndex((edge) => value <= edge)] ?? 0;
}
