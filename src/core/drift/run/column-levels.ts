import type { BatchSet } from "../batch-set.ts";
import { FEW_BATCHES } from "../calibrate/few-batches.ts";
import type { ColumnBatches } from "../column-batches.ts";
import { compareRanks } from "../compare-ranks.ts";
import type { CountTable } from "../count-table.ts";
import { compareShares } from "../share-series.ts";

/** Where a column stands in each batch, in one or several numbers. */
export interface ColumnLevels {
  readonly column: string;
  readonly levels: readonly BatchLevels[];
}

export interface BatchLevels {
  /** As in "share of nulls". */
  readonly of: string;
  /** K + 1, as differences from all of the reference; NaN of a batch that does not have the column. */
  readonly values: Float64Array;
}

/** A share of nulls that hardly varies says nothing: variance of one row, the mean over the batches. */
const LEAST_VARIANCE = 0.003;
/** Of categories the most frequent ones. */
const CATEGORIES = 6;
/**
 * Where more than this share of what varies among rows varies from batch to batch, the column is a running number, a date, or a
 * code of the batch: that it moves with time says nothing.
 */
const RUNNING = 0.5;

/**
 * The numbers in which a column can move steadily: mean rank and spread of numbers, shares of the most frequent
 * categories or of true, share of nulls. None with fewer than 8 reference batches that have the column.
 */
export function columnLevels(column: ColumnBatches): ColumnLevels {
  const found = column.set.members.length < FEW_BATCHES ? [] : [...nullLevels(column), ...valueLevels(column)];
  return { column: column.name, levels: found.filter((level) => level !== undefined) };
}

function nullLevels({ set, columns }: ColumnBatches): readonly (BatchLevels | undefined)[] {
  const compared = compareShares(
    Float64Array.from(columns, ({ nulls }) => nulls),
    set.rows,
  );
  const variance = compared.oneRow.reduce((sum, one) => sum + one, 0) / compared.oneRow.length;
  return variance > LEAST_VARIANCE ? [toLevels(set, "share of nulls", compared.shares, variance)] : [];
}

function valueLevels(column: ColumnBatches): readonly (BatchLevels | undefined)[] {
  // Points in time move by themselves.
  if (column.current.kind === "timestamp") return [];
  if (column.current.kind === "boolean") return booleanLevels(column);
  const numbers = column.numbers();
  if (numbers !== undefined) {
    const { fine, set } = numbers;
    return (["location", "scale"] as const).map((of) => {
      const { effects, oneRow } = compareRanks(fine, of);
      return toLevels(set, of === "location" ? "mean rank" : "spread of ranks", fromPool(effects, fine), oneRow);
    });
  }
  const cells = column.cells();
  if (cells === undefined) return [];
  const { table, differences, set, label } = cells;
  // The last cell is all other categories.
  return Array.from({ length: Math.min(CATEGORIES, table.cells - 1) }, (_, cell) => {
    const values = Float64Array.from({ length: table.batches }, (__, batch) =>
      at(differences.shares, batch, table, cell),
    );
    const together = at(differences.together, table.batches - 1, table, cell);
    return toLevels(set, `share of ${label(cell)}`, values, together * (1 - together));
  });
}

function booleanLevels({ set, columns }: ColumnBatches): readonly (BatchLevels | undefined)[] {
  const counts = columns.map((column) => (column.kind === "boolean" ? [column.trues, column.falses] : [0, 0]));
  const values = Float64Array.from(counts, ([trues = 0, falses = 0]) => trues / (trues + falses));
  const [trues, falses] = [0, 1].map((place) => counts.reduce((sum, count) => sum + (count[place] ?? 0), 0));
  const share = (trues ?? 0) / Math.max(1, (trues ?? 0) + (falses ?? 0));
  return [toLevels(set, "share of true", values, share * (1 - share))];
}

function at(values: Float64Array, batch: number, { cells }: CountTable, cell: number): number {
  return values[batch * cells + cell] ?? 0;
}

/** A difference from the others, as one from all of the reference: only so do all batches have one zero. */
function fromPool(effects: Float64Array, { totals, others }: CountTable): Float64Array {
  const last = effects.length - 1;
  return effects.map((effect, batch) => {
    const [own, other] = [totals[batch] ?? 0, others[batch] ?? 0];
    return batch === last || own + other === 0 ? effect : (effect * other) / (own + other);
  });
}

/** Undefined for a column that counts the batches. */
function toLevels(set: BatchSet, of: string, known: Float64Array, oneRow: number): BatchLevels | undefined {
  const { members } = set;
  if (members.length < FEW_BATCHES || varianceOf(known.subarray(0, -1)) > RUNNING * oneRow) return undefined;
  const values = new Float64Array(set.of + 1).fill(Number.NaN);
  for (const [entry, value] of known.entries()) values[members[entry] ?? set.of] = value;
  return { of, values };
}

function varianceOf(values: Float64Array): number {
  const finite = values.filter((value) => !Number.isNaN(value));
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
}
