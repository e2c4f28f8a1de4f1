import type { CategoryChange, CategoryShare } from "./category-change.ts";

/** So many rows are expected of a category of which none is there. */
const EXPECTED = 20;

/** Categories that were frequent enough to be seen and do not occur any more, the most frequent first. */
export function vanishedCategories({ shares, rows }: CategoryChange): readonly CategoryShare[] {
  return shares
    .filter(({ before, after }) => after === 0 && before * rows[1] >= EXPECTED)
    .toSorted((a, b) => b.before - a.before);
}
