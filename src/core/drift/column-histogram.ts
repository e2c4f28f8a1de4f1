import type { ColumnProfile } from "../dataset/profile.ts";
import { formatHistogram } from "../dataset/text-histogram.ts";
import { columnCounts } from "./column-counts.ts";

/** A column before and now as two rows of small bars; empty where it has no values on both sides. */
export function columnHistogram(before: ColumnProfile, after: ColumnProfile): string {
  const counts = columnCounts(before, after);
  if (counts === undefined) return "";
  return formatHistogram(counts.before, counts.after, counts.order ?? "categories");
}
