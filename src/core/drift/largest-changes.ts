import { normalPValue } from "../statistics/normal-distribution.ts";
import type { BatchSet } from "./batch-set.ts";
import { rowsOfPairs } from "./calibrate/calibrate-change.ts";
import { calibrateLargest } from "./calibrate/calibrate-largest.ts";
import { withPrior } from "./calibrate/few-batches.ts";
import { meanOfOthers } from "./calibrate/mean-of-others.ts";
import type { CellDifferences } from "./cell-differences.ts";
import type { CountTable } from "./count-table.ts";
import type { DriftBounds } from "./drift-rule.ts";

/** The most surprising cell of each of K + 1 batches. */
export interface LargestChanges {
  readonly cells: Int32Array;
  /** Change of its share. */
  readonly effects: Float64Array;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
  readonly material: readonly boolean[];
}

/** A normal approximation says nothing about fewer rows. */
const LEAST_EXPECTED = 5;
/** A small change of a rare cell counts only where it is so many standard errors. */
const RARE_Z = 4;
/** Smaller changes are not among those that surprise. */
const LEAST_Z = 3;
const LEAST_VARIANCE = 1e-18;

/**
 * The largest change of a single cell, M = max |d| / √max(S², v) over material cells with |d| / √v > 3; d the difference of
 * the shares, v its variance under independent draws, S² the mean of d² over the other reference batches. p1 is
 * Bonferroni's over the cells with at least 5 expected rows. Where there is no such cell, nothing is material, p1 is 1 and the
 * cell with the largest |d| / √v is told.
 *
 * @param set Of few batches: what S² is taken together with.
 */
export function largestChanges(
  table: CountTable,
  differences: CellDifferences,
  set: BatchSet,
  bounds: Pick<DriftBounds, "cell" | "rareShare" | "ratio">,
): LargestChanges {
  const { batches } = table;
  const movement = cellMovement(table, differences, set);
  const tops = Array.from({ length: batches }, (_, batch) => topOf(table, differences, { movement, batch, bounds }));
  const judged = Float64Array.from(tops, (top) => Math.max(top.judged, 1));
  const largest = Float64Array.from(tops, ({ surprise }) => surprise);
  return {
    cells: Int32Array.from(tops, ({ cell }) => cell),
    effects: Float64Array.from(tops, ({ cell }, batch) => differences.changes[batch * table.cells + cell] ?? 0),
    p1: Float64Array.from(tops, ({ z, surprise }, batch) =>
      surprise > 0 ? Math.min(1, normalPValue(z) * (judged[batch] ?? 1)) : 1,
    ),
    p2: calibrateLargest(largest, judged, set),
    material: tops.map(({ surprise }) => surprise > 0),
  };
}

/** Variance of each cell's change that a batch's change is held against. */
function cellMovement({ batches, cells }: CountTable, { changes, variances }: CellDifferences, set: BatchSet) {
  const movement = new Float64Array(batches * cells);
  const inverse = rowsOfPairs(set.rows);
  const squares = new Float64Array(batches);
  for (let cell = 0; cell < cells; cell += 1) {
    for (let batch = 0; batch < batches; batch += 1) squares[batch] = (changes[batch * cells + cell] ?? 0) ** 2;
    const means = meanOfOthers(squares);
    for (let batch = 0; batch < batches; batch += 1) {
      const chance = variances[batch * cells + cell] ?? 0;
      const among = withPrior(means[batch] ?? 0, { chance, oneRow: chance * (inverse[batch] ?? 0) }, set, batch);
      movement[batch * cells + cell] = Math.max(among, chance, LEAST_VARIANCE);
    }
  }
  return movement;
}

interface Top {
  readonly cell: number;
  readonly z: number;
  readonly surprise: number;
  readonly judged: number;
}

interface TopInput {
  readonly movement: Float64Array;
  readonly batch: number;
  readonly bounds: Pick<DriftBounds, "cell" | "rareShare" | "ratio">;
}

function topOf(table: CountTable, differences: CellDifferences, { movement, batch, bounds }: TopInput): Top {
  const { cells, counts } = table;
  const { changes, variances, shares, shareOfOthers, together } = differences;
  const own = table.totals[batch] ?? 0;
  let [top, topZ, surprise, judged] = [0, 0, 0, 0];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = batch * cells + cell;
    if ((together[at] ?? 0) * own < LEAST_EXPECTED && (counts[at] ?? 0) < LEAST_EXPECTED) continue;
    judged += 1;
    const change = Math.abs(changes[at] ?? 0);
    const z = change / Math.sqrt(variances[at] ?? 0);
    const [share, other] = [shares[at] ?? 0, shareOfOthers[at] ?? 0];
    const multiplied = Math.max(share, other) >= bounds.ratio * Math.min(share, other);
    const material = change >= bounds.cell || (change >= bounds.rareShare && multiplied && z >= RARE_Z);
    const unusual = material && z > LEAST_Z ? change / Math.sqrt(movement[at] ?? 1) : 0;
    if (unusual > surprise || (surprise === 0 && z > topZ)) {
      [top, topZ, surprise] = [cell, z, unusual];
    }
  }
  return { cell: top, z: topZ, surprise, judged };
}
