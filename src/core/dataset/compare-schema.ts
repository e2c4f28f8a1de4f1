import { categoryRows } from "./compare-categories.ts";
import type { SchemaChange } from "./data-changes.ts";
import type { ColumnProfile } from "./profile.ts";
import { sameKind } from "./same-frame.ts";

/** Two columns of categories that share so much of their rows are one column under two names. */
const SAME_MASS = 0.9;

/** Columns that came and went, then those whose type or kind is another. */
export function compareSchema(before: readonly ColumnProfile[], after: readonly ColumnProfile[]): SchemaChange[] {
  const old = new Map(before.map((column) => [column.name, column]));
  const names = new Set(after.map(({ name }) => name));
  const removed = before.filter(({ name }) => !names.has(name));
  const added = after.filter(({ name }) => !old.has(name));
  return [
    ...removed.map(({ name, type }): SchemaChange => ({ kind: "removed", column: name, type })),
    ...added.map((column): SchemaChange => {
      const twin = removed.find((candidate) => looksLike(candidate, column));
      return {
        kind: "added",
        column: column.name,
        type: column.type,
        ...(twin === undefined ? {} : { perhaps: twin.name }),
      };
    }),
    ...after.flatMap((column): SchemaChange[] => {
      const earlier = old.get(column.name);
      if (earlier === undefined || (earlier.type === column.type && sameKind(earlier, column))) return [];
      const kinds = [earlier.kind, column.kind] as const;
      return [{ kind: "type", column: column.name, before: earlier.type, after: column.type, kinds }];
    }),
  ];
}

/** Most likely one column that got another name: the same categories, or the same limits. */
function looksLike(one: ColumnProfile, other: ColumnProfile): boolean {
  if (one.kind === "categorical" && other.kind === "categorical") {
    const [left, right] = [categoryRows(one), categoryRows(other)];
    const [rows, otherRows] = [sum(left.values()), sum(right.values())];
    if (rows === 0 || otherRows === 0) return false;
    const shared = [...left].map(([hash, count]) => Math.min(count / rows, (right.get(hash) ?? 0) / otherRows));
    return sum(shared) >= SAME_MASS;
  }
  if (!("min" in one && "min" in other)) return false;
  return (
    one.kind === other.kind && one.min !== null && one.min !== one.max && one.min === other.min && one.max === other.max
  );
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
