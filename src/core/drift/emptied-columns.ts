import type { ColumnBatches } from "./column-batches.ts";

/** Fewer rows may all happen to be without a value where half of them are. */
const LEAST_ROWS = 20;

/** Columns without any value now, of which every reference batch had values in more than half of its rows. */
export function emptiedColumns(columns: readonly ColumnBatches[], rows: number): readonly string[] {
  if (rows < LEAST_ROWS) return [];
  return columns.flatMap(({ name, columns: profiles, current, set }) => {
    if (current.nulls < rows) return [];
    const filled = profiles.slice(0, -1).every(({ nulls }, entry) => nulls < (set.rows[entry] ?? 0) / 2);
    return filled ? [name] : [];
  });
}
