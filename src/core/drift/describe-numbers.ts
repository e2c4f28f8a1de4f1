import { describeShift } from "../dataset/describe-shift.ts";
import { detectScaleChange } from "../dataset/detect-scale-change.ts";
import { isNumeric } from "../dataset/is-numeric.ts";
import type { ColumnProfile } from "../dataset/profile.ts";
import type { AspectWords } from "./aspect-series.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { columnHistogram } from "./column-histogram.ts";
import { countsOfBatch } from "./count-table.ts";
import { describeScale } from "./describe-scale.ts";
import type { NumberTable } from "./number-table.ts";

/** How a column of numbers, or the length of its texts, moved: where to, and whether all values were multiplied. */
export function describeNumbers(
  { pooled, columns, current }: ColumnBatches,
  { subject, kind, edges, bins }: NumberTable,
): AspectWords {
  const after = countsOfBatch(bins, bins.batches - 1);
  const shift = { name: subject, kind, edges, before: bins.pooled, after };
  const histogram = () => columnHistogram(pooled(), current);
  if (!isNumeric(current)) return { words: describeShift(shift), histogram };
  const extremes = extremesOf(columns.slice(0, -1));
  const words = describeShift({ ...shift, ranges: [extremes, current] });
  const scale = detectScaleChange({ ...current, bins: [...bins.pooled], ...extremes }, current);
  return {
    words: scale === undefined ? words : `${words}: ${describeScale(scale)}`,
    rescaled: scale?.ratio,
    histogram,
  };
}

/** Of all reference batches; that the others' counts are those of the table is quicker than adding up whole columns. */
function extremesOf(columns: readonly ColumnProfile[]): { readonly min: number | null; readonly max: number | null } {
  const numbers = columns.filter(isNumeric);
  const known = (of: "min" | "max") => numbers.flatMap((column) => (column[of] === null ? [] : [Number(column[of])]));
  const [low, high] = [known("min"), known("max")];
  return { min: low.length === 0 ? null : Math.min(...low), max: high.length === 0 ? null : Math.max(...high) };
}
