import { detectScaleChange } from "../dataset/detect-scale-change.ts";
import type { AspectWords } from "./aspect-series.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { isNumeric } from "./column-counts.ts";
import { columnHistogram } from "./column-histogram.ts";
import { countsOfBatch } from "./count-table.ts";
import { describeScale } from "./describe-scale.ts";
import { describeShift } from "./describe-shift.ts";
import type { NumberTable } from "./number-table.ts";

/** How a column of numbers, or the length of its texts, moved: where to, and whether all values were multiplied. */
export function describeNumbers(
  { pooled, current }: ColumnBatches,
  { subject, kind, edges, bins }: NumberTable,
): AspectWords {
  const after = countsOfBatch(bins, bins.batches - 1);
  const words = describeShift({ name: subject, kind, edges, before: bins.pooled, after });
  const before = pooled();
  const scale = isNumeric(before) && isNumeric(current) ? detectScaleChange(before, current) : undefined;
  return {
    words: scale === undefined ? words : `${words}: ${describeScale(scale)}`,
    rescaled: scale?.ratio,
    histogram: () => columnHistogram(before, current),
  };
}
