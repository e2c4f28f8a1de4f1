import type { CategoryChange, CategoryChanges } from "./data-changes.ts";
import type { CategoricalProfile } from "./profile.ts";

/** Rows of every category that a profile lists, by hash. */
export function categoryRows({ frame, counts, unseen }: CategoricalProfile): Map<string, number> {
  const rows = new Map(frame.categories.map(({ hash }, index) => [hash, counts[index] ?? 0]));
  for (const { hash, rows: count } of unseen) rows.set(hash, (rows.get(hash) ?? 0) + count);
  return rows;
}

/** Names of the categories that a profile may name, by hash. */
export function categoryNames(...profiles: readonly CategoricalProfile[]): Map<string, string> {
  const named = profiles.flatMap(({ frame, unseen }) => [...frame.categories, ...unseen]);
  return new Map(named.flatMap(({ hash, name }) => (name === undefined ? [] : [[hash, name]])));
}

/**
 * Categories with rows on one side only; undefined where there are none. A category that the other side may have among
 * those that it has no room to list is on neither list.
 */
export function compareCategories(
  before: CategoricalProfile,
  after: CategoricalProfile,
  rows: readonly [before: number, after: number],
): CategoryChanges | undefined {
  const names = categoryNames(before, after);
  const [old, now] = [categoryRows(before), categoryRows(after)];
  const only = (
    side: ReadonlyMap<string, number>,
    other: ReadonlyMap<string, number>,
    otherRest: number,
    total: number,
  ): CategoryChange[] =>
    [...side]
      .filter(([hash, count]) => count > 0 && (other.get(hash) ?? (otherRest === 0 ? 0 : 1)) === 0)
      .map(([hash, count]) => ({ hash, name: names.get(hash), rows: count, share: total === 0 ? 0 : count / total }))
      .toSorted((a, b) => b.rows - a.rows || (a.hash < b.hash ? -1 : 1));
  const added = only(now, old, before.unseenRest.categories, rows[1]);
  const vanished = only(old, now, after.unseenRest.categories, rows[0]);
  if (added.length + vanished.length === 0) return undefined;
  return { column: after.name, new: added, vanished };
}
