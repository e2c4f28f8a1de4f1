import { normalPValue } from "../statistics/normal-distribution.ts";
import type { BatchSet } from "./batch-set.ts";
import { calibrateLargest } from "./calibrate/calibrate-largest.ts";
import { excessOfChance, rowsOfPairs } from "./calibrate/excess-of-chance.ts";
import { withPrior } from "./calibrate/few-batches.ts";
import { meanOfOthers } from "./calibrate/mean-of-others.ts";

/** Changes of several cells in K + 1 batches, batch by batch. */
export interface CellChanges {
  readonly batches: number;
  readonly cells: number;
  readonly changes: Float64Array;
  /** Under independent draws. */
  readonly variances: Float64Array;
  /** Whether there are enough rows for a cell, by its place. */
  readonly isJudged: (at: number, batch: number) => boolean;
  /** Whether its change is more than a trifle; z is the change in standard errors. */
  readonly isMaterial: (at: number, z: number) => boolean;
}

/** The most surprising cell of each of K + 1 batches. */
export interface LargestChanges {
  readonly cells: Int32Array;
  readonly effects: Float64Array;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
  readonly material: readonly boolean[];
}

/** Smaller changes are not among those that surprise. */
const LEAST_Z = 3;
const LEAST_VARIANCE = 1e-18;

/**
 * The largest change of a single cell, M = max |d| / √max(S², v) over material cells with |d| / √v > 3; d the change, v its
 * variance under independent draws, S² the mean of d² over the other reference batches. p1 is Bonferroni's over the judged cells.
 * Where there is no such cell, nothing is material, p1 is 1 and the cell with the largest |d| / √v is told.
 */
export function pickLargest(input: CellChanges, set: BatchSet): LargestChanges {
  const { batches, cells, changes } = input;
  const movement = cellMovement(input, set);
  const tops = Array.from({ length: batches }, (_, batch) => topOf(input, movement, batch));
  const judged = Float64Array.from(tops, (top) => Math.max(top.judged, 1));
  const largest = Float64Array.from(tops, ({ surprise }) => surprise);
  return {
    cells: Int32Array.from(tops, ({ cell }) => cell),
    effects: Float64Array.from(tops, ({ cell }, batch) => changes[batch * cells + cell] ?? 0),
    p1: Float64Array.from(tops, ({ z, surprise }, batch) =>
      surprise > 0 ? Math.min(1, normalPValue(z) * (judged[batch] ?? 1)) : 1,
    ),
    p2: calibrateLargest(largest, judged, set),
    material: tops.map(({ surprise }) => surprise > 0),
  };
}

/** Variance of each cell's change that a batch's change is held against. */
function cellMovement({ batches, cells, changes, variances }: CellChanges, set: BatchSet) {
  const movement = new Float64Array(batches * cells);
  const rows = rowsOfPairs(set.rows);
  const smaller = excessOfChance(set.rows);
  const squares = new Float64Array(batches);
  for (let cell = 0; cell < cells; cell += 1) {
    for (let batch = 0; batch < batches; batch += 1) squares[batch] = (changes[batch * cells + cell] ?? 0) ** 2;
    const means = meanOfOthers(squares);
    for (let batch = 0; batch < batches; batch += 1) {
      const chance = variances[batch * cells + cell] ?? 0;
      const observed = (means[batch] ?? 0) + chance * (smaller[batch] ?? 0);
      const among = withPrior(observed, { chance, oneRow: chance * (rows[batch] ?? 0) }, set, batch);
      movement[batch * cells + cell] = Math.max(among, chance, LEAST_VARIANCE);
    }
  }
  return movement;
}

function topOf(
  { cells, changes, variances, isJudged, isMaterial }: CellChanges,
  movement: Float64Array,
  batch: number,
): { readonly cell: number; readonly z: number; readonly surprise: number; readonly judged: number } {
  let [top, topZ, surprise, judged] = [0, 0, 0, 0];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = batch * cells + cell;
    if (!isJudged(at, batch)) continue;
    judged += 1;
    const change = Math.abs(changes[at] ?? 0);
    const z = change / Math.sqrt(Math.max(variances[at] ?? 0, LEAST_VARIANCE));
    const unusual = z > LEAST_Z && isMaterial(at, z) ? change / Math.sqrt(movement[at] ?? 1) : 0;
    if (unusual > surprise || (surprise === 0 && z > topZ)) [top, topZ, surprise] = [cell, z, unusual];
  }
  return { cell: top, z: topZ, surprise, judged };
}
