import { isNumeric } from "../dataset/is-numeric.ts";
import type { CategoricalProfile, ColumnProfile } from "../dataset/profile.ts";
import { total } from "../statistics/total.ts";

/** Counts of one column in the same cells, before and now. */
export interface ColumnCounts {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Of cells in an order: their inner edges, and where the outer two cells end. Absent for categories. */
  readonly order?: { readonly edges: readonly number[]; readonly low: number; readonly high: number };
}

/** Undefined where the column has no values to compare on either side: lists, structs, blobs, nothing but nulls. */
export function columnCounts(before: ColumnProfile, after: ColumnProfile): ColumnCounts | undefined {
  const counts = countsOf(before, after);
  return counts === undefined || total(counts.before) === 0 || total(counts.after) === 0 ? undefined : counts;
}

function countsOf(before: ColumnProfile, after: ColumnProfile): ColumnCounts | undefined {
  if (isNumeric(before) && isNumeric(after)) {
    const { edges } = before.frame;
    const ends = [before.min, before.max, after.min, after.max].flatMap((end) => (end === null ? [] : [Number(end)]));
    const all = [...ends, edges[0], edges.at(-1)].filter((end) => end !== undefined);
    return {
      before: before.bins,
      after: after.bins,
      order: { edges, low: Math.min(...all), high: Math.max(...all) },
    };
  }
  if (before.kind === "boolean" && after.kind === "boolean") {
    return { before: [before.falses, before.trues], after: [after.falses, after.trues] };
  }
  if (before.kind === "categorical" && after.kind === "categorical") {
    return { before: categoryCounts(before), after: categoryCounts(after) };
  }
  if (before.kind === "text" && after.kind === "text") {
    const { edges } = before.frame;
    const [low = 0, high = 0] = [edges[0], edges.at(-1)];
    return { before: before.lengths, after: after.lengths, order: { edges, low, high } };
  }
  return undefined;
}

/** Rows of each category of the frame, and of all others together. */
export function categoryCounts({ counts, unseen, unseenRest }: CategoricalProfile): readonly number[] {
  return [...counts, total(unseen.map(({ rows }) => rows)) + unseenRest.rows];
}
