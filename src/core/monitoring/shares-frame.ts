import { hasValues } from "../dataset/has-values.ts";
import type { Profile } from "../dataset/profile.ts";
import { sameFrame, sameKind } from "../dataset/same-frame.ts";

/**
 * Whether two profiles can stand in one reference: what both have of one kind was counted on the same edges or categories.
 * A column that only one has, or has as another kind, does not matter, nor does what a column without values stands on.
 */
export function sharesFrame(one: Profile, other: Profile): boolean {
  const columns = new Map(one.columns.map((column) => [column.name, column]));
  const common = other.columns.flatMap((column) => {
    const known = columns.get(column.name);
    if (known === undefined || !sameKind(known, column)) return [];
    return [sameFrame(known, column) || !hasValues(known) || !hasValues(column)];
  });
  return common.length > 0 && common.every((same) => same);
}
