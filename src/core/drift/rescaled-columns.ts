import { detectScaleChange } from "../dataset/detect-scale-change.ts";
import type { ColumnPair } from "./aspects/column-aspects.ts";
import { isNumeric } from "./column-counts.ts";
import { describeScale } from "./describe-scale.ts";

/** A column whose values were all multiplied by one factor. */
export interface RescaledColumn {
  readonly column: string;
  readonly words: string;
}

/** Columns of which the groups of the reference say nothing any more: a change of unit has moved all values into a few of them. */
export function rescaledColumns(pairs: readonly ColumnPair[]): readonly RescaledColumn[] {
  return pairs.flatMap(({ before, after }) => {
    const scale = isNumeric(before) && isNumeric(after) ? detectScaleChange(before, after) : undefined;
    return scale === undefined ? [] : [{ column: before.name, words: describeScale(scale) }];
  });
}
