import { addCounts } from "./add-counts.ts";
import type { CategoricalProfile } from "./profile.ts";

type Unseen = CategoricalProfile["unseen"];
const MAX_UNSEEN = 2000;

/**
 * Adds two columns of categories on one frame. Exact as long as both list all their unseen categories; what has no place in
 * the lists may be counted twice in `distinct`, `singletons` and `unseenRest.categories`.
 */
export function mergeCategories(
  one: CategoricalProfile,
  other: CategoricalProfile,
): Omit<CategoricalProfile, "name" | "type" | "nulls" | "invalid"> {
  const counts = addCounts(one.counts, other.counts);
  const all = mergeUnseen(one.unseen, other.unseen);
  const [unseen, cut] = [all.slice(0, MAX_UNSEEN), all.slice(MAX_UNSEEN)];
  const rest = one.unseenRest.categories + other.unseenRest.categories;
  const listed = [...counts, ...all.map(({ rows }) => rows)];
  return {
    kind: "categorical",
    frame: one.frame,
    counts,
    unseen,
    unseenRest: {
      categories: rest + cut.length,
      rows: one.unseenRest.rows + other.unseenRest.rows + cut.reduce((sum, { rows }) => sum + rows, 0),
    },
    distinct: listed.filter((rows) => rows > 0).length + rest,
    singletons: listed.filter((rows) => rows === 1).length + unlistedSingletons(one) + unlistedSingletons(other),
    empty: one.empty + other.empty,
  };
}

function unlistedSingletons({ singletons, counts, unseen }: CategoricalProfile): number {
  return singletons - [...counts, ...unseen.map(({ rows }) => rows)].filter((rows) => rows === 1).length;
}

function mergeUnseen(one: Unseen, other: Unseen): Unseen {
  const byHash = new Map<string, Unseen[number]>();
  for (const category of [...one, ...other]) {
    const known = byHash.get(category.hash);
    byHash.set(category.hash, { ...category, ...known, rows: category.rows + (known?.rows ?? 0) });
  }
  return [...byHash.values()].sort((a, b) => b.rows - a.rows || (a.hash < b.hash ? -1 : 1));
}
