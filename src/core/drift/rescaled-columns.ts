import { detectScaleChange } from "../dataset/detect-scale-change.ts";
import { isNumeric } from "../dataset/is-numeric.ts";
import type { PairProfile } from "../dataset/profile.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { describeScale } from "./describe-scale.ts";

/** A column whose values were all multiplied by one factor. */
export interface RescaledColumn {
  readonly column: string;
  readonly words: string;
}

/** Columns of pairs of which the groups say nothing any more: a change of unit has moved all values into a few of them. */
export function rescaledColumns(
  columns: readonly ColumnBatches[],
  pairs: readonly PairProfile[],
): readonly RescaledColumn[] {
  const paired = new Set(pairs.flatMap(({ x, y }) => [x.column, y.column]));
  return columns.flatMap(({ name, pooled, current }) => {
    if (!paired.has(name) || !isNumeric(current)) return [];
    const before = pooled();
    const scale = isNumeric(before) ? detectScaleChange(before, current) : undefined;
    return scale === undefined ? [] : [{ column: name, words: describeScale(scale) }];
  });
}
