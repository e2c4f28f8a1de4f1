import type { MovingChange } from "./calibrate/estimate-prior.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { compareRanks } from "./compare-ranks.ts";
import { compareShares } from "./share-series.ts";

/** A share of nulls that hardly varies says nothing about batches: variance of one row. */
const LEAST_VARIANCE = 0.005;

/** How a column moved among all reference batches: where its values are, and the share of its nulls. */
export function movingChanges({ set, columns, numbers }: ColumnBatches): readonly MovingChange[] {
  if (set.members.length < set.of) return [];
  const table = numbers();
  const found: MovingChange[] = [];
  if (table !== undefined && table.set.members.length === set.of) {
    const { effects, variances, oneRow } = compareRanks(table.fine, "location");
    found.push({ effects, variances, oneRow: effects.map(() => oneRow) });
  }
  const nulls = compareShares(
    Float64Array.from(columns, (column) => column.nulls),
    set.rows,
  );
  const reference = nulls.oneRow.subarray(0, -1);
  const mean = reference.reduce((sum, variance) => sum + variance, 0) / reference.length;
  if (mean > LEAST_VARIANCE && nulls.effects.subarray(0, -1).some((effect) => effect !== 0)) found.push(nulls);
  return found;
}
