import type { AspectSeries } from "./aspect-series.ts";
import type { ColumnBatches } from "./column-batches.ts";
import type { DriftBounds } from "./drift-rule.ts";

/** Measures one thing that can change in a column; nothing where the column is not of a kind that has it. */
export type ColumnAspect = (column: ColumnBatches, bounds: DriftBounds) => readonly AspectSeries[];
