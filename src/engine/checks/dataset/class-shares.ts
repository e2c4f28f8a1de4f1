import type { CategoricalProfile, ColumnProfile, NumericProfile } from "../../../core/dataset/profile.ts";

export interface ClassCount {
  /** The same in every profile of the column. */
  readonly key: string;
  /** As it may be shown: a name that the project allows, a number, or the beginning of a hash. */
  readonly name: string;
  readonly rows: number;
}

/** Rows of each class of a label, from its profile alone; or why they cannot be told. */
export function classCounts(column: ColumnProfile): readonly ClassCount[] | string {
  switch (column.kind) {
    case "boolean":
      return [
        { key: "false", name: "false", rows: column.falses },
        { key: "true", name: "true", rows: column.trues },
      ];
    case "categorical":
      return categoryCounts(column);
    case "integer":
    case "numeric":
      return numberCounts(column);
    default:
      return `The label is ${column.kind === "timestamp" ? "a time" : column.kind}, so it has no classes.`;
  }
}

function categoryCounts({ frame, counts, unseen, unseenRest }: CategoricalProfile): readonly ClassCount[] | string {
  if (unseenRest.categories > 0) return "The label has too many values to be classes.";
  const known = frame.categories.map((category, index) => ({ ...category, rows: counts[index] ?? 0 }));
  return [...known, ...unseen].map(({ hash, name, rows }) => ({
    key: hash,
    name: name ?? `#${hash.slice(0, 8)}`,
    rows,
  }));
}

// A value with a bin of its own has an edge at it, and one just below it.
function numberCounts({
  frame,
  bins,
  nan,
  positiveInfinity,
  negativeInfinity,
}: NumericProfile): readonly ClassCount[] | string {
  const counts = frame.values.map((value): ClassCount => {
    const text = String(value);
    return { key: text, name: text, rows: bins[frame.edges.indexOf(value)] ?? 0 };
  });
  const counted = counts.reduce((sum, { rows }) => sum + rows, 0);
  const finite = bins.reduce((sum, rows) => sum + rows, 0);
  const others = finite - counted + nan + positiveInfinity + negativeInfinity;
  if (counts.length === 0) return "The label is a number with too many values to be classes.";
  return others === 0 ? counts : [...counts, { key: "others", name: "other values", rows: others }];
}
