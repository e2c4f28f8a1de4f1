import { mergeColumns } from "../dataset/merge-columns.ts";
import type { ColumnProfile } from "../dataset/profile.ts";

/** One column of several batches as one; `undefined` for none. */
export function poolColumns(columns: readonly ColumnProfile[]): ColumnProfile | undefined {
  const [first, ...others] = columns;
  return first === undefined ? undefined : others.reduce(mergeColumns, first);
}
