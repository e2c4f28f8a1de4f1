import { categoryNames, categoryRows } from "./compare-categories.ts";
import { formatCategory } from "./compare-distributions.ts";
import type { ColumnProfile, NumericProfile, Profile } from "./profile.ts";

/** One class of a label, as shares of the rows that have a label. Undefined: not known on that side. */
export interface ClassChange {
  /** As a person knows it; holds a name that comes from outside. */
  readonly label: string;
  readonly before: number | undefined;
  readonly after: number;
}

/** A label with more different values is a number to predict, which has no classes. */
const MAX_CLASSES = 50;

/**
 * Shares of the classes of a label column, the most frequent first. Empty where the column is not there, or has no
 * classes. `base` may be missing, or may have counted on another frame: then only what is now is known.
 */
export function compareClasses(label: string, base: Profile | undefined, head: Profile): ClassChange[] {
  const after = head.columns.find(({ name }) => name === label);
  const before = base?.columns.find(({ name }) => name === label);
  if (after === undefined) return [];
  const now = classRows(after, after);
  const old = before === undefined ? undefined : classRows(before, after);
  if (now === undefined || now.size < 2 || now.size > MAX_CLASSES) return [];
  const keys = [...new Set([...now.keys(), ...(old?.keys() ?? [])])].slice(0, MAX_CLASSES);
  const names = categoryNames(...[before, after].filter((column) => column?.kind === "categorical"));
  const share = (rows: ReadonlyMap<string, number>, key: string) => (rows.get(key) ?? 0) / Math.max(1, total(rows));
  return keys
    .map((key) => ({
      label: after.kind === "categorical" ? formatCategory({ hash: key, name: names.get(key) }) : key,
      before: old === undefined || total(old) === 0 ? undefined : share(old, key),
      after: share(now, key),
    }))
    .toSorted((a, b) => b.after - a.after);
}

function classRows(column: ColumnProfile, as: ColumnProfile): Map<string, number> | undefined {
  if (column.kind !== as.kind) return undefined;
  switch (column.kind) {
    case "boolean":
      return new Map([
        ["false", column.falses],
        ["true", column.trues],
      ]);
    case "categorical":
      return column.unseenRest.categories === 0 ? categoryRows(column) : undefined;
    case "integer":
      return valueRows(column);
    default:
      return undefined;
  }
}

/** Whole numbers that each have a bin of their own. */
function valueRows({ frame, bins }: NumericProfile): Map<string, number> | undefined {
  const rows = new Map(frame.values.map((value) => [String(value), bins[frame.edges.indexOf(value)] ?? 0]));
  const others = bins.reduce((sum, count) => sum + count, 0) - total(rows);
  return others === 0 ? rows : rows.set("other values", others);
}

function total(rows: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of rows.values()) sum += count;
  return sum;
}
