import { total } from "../statistics/total.ts";
import type { ColumnCounts } from "./column-counts.ts";

/** Groups in which scores with published thresholds are computed; more would make noise of a small dataset a score. */
const GROUPS = 10;

/** Cells in an order are merged into ten of about equally many rows of the reference; categories stay as they are. */
export function mergeCells({ before, after, order }: ColumnCounts): Pick<ColumnCounts, "before" | "after"> {
  if (order === undefined) return { before, after };
  const size = total(before) / GROUPS;
  const merged: { before: number[]; after: number[] } = { before: [], after: [] };
  let rows = 0;
  let now = 0;
  let closed = 0;
  for (const [index, count] of before.entries()) {
    rows += count;
    now += after[index] ?? 0;
    // A heavy value may fill several groups at once; the next one then ends where it would have ended without it.
    if (closed + rows < size * (merged.before.length + 1) && index < before.length - 1) continue;
    merged.before.push(rows);
    merged.after.push(now);
    closed += rows;
    [rows, now] = [0, 0];
  }
  return merged;
}
