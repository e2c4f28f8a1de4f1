import type { PairAxis } from "../dataset/profile.ts";
import type { BatchSet } from "./batch-set.ts";
import { beyondPrediction } from "./conditional-movement.ts";
import { countsOfBatch } from "./count-table.ts";
import { pairMargins } from "./pair-surprises.ts";
import type { PairTable } from "./pair-tables.ts";

/** A column's groups in K + 1 batches beside what its partner's groups predict, batch by batch. */
export interface ConditionalTable {
  readonly column: string;
  readonly partner: string;
  readonly axis: PairAxis;
  readonly set: BatchSet;
  readonly groups: number;
  readonly rows: Float64Array;
  readonly otherRows: Float64Array;
  readonly shares: Float64Array;
  readonly shareOfOthers: Float64Array;
  /** Shares less those of the others, and what is left of that after the prediction. */
  readonly changes: Float64Array;
  readonly beyond: Float64Array;
  /** Of the latter under independent draws. */
  readonly variances: Float64Array;
  /** The same of the mean rank of a value's group in the reference, an entry for each batch. */
  readonly ranks: { readonly changes: Float64Array; readonly beyond: Float64Array; readonly variances: Float64Array };
}

/**
 * What the partner's mix predicts of a column: Σ p(y) q(x|y), q of the others; e that less q(x), d = p(x) − q(x), and of d
 * what e does not explain. v = (1/n + 1/N) Σ p(y) q(x|y)(1 − q(x|y)).
 *
 * @param turned Whether the column is the pair's second one.
 */
export function toConditionalTable(pair: PairTable, turned: boolean): ConditionalTable {
  const { table, set, width } = pair;
  const { batches } = table;
  const [axis, other] = turned ? [pair.y, pair.x] : [pair.x, pair.y];
  const groups = turned ? width : table.cells / width;
  const partners = table.cells / groups;
  const at = (x: number, y: number) => (turned ? y * width + x : x * width + y);
  const make = () => new Float64Array(batches * groups);
  const found = { shares: make(), shareOfOthers: make(), changes: make(), predictions: make(), variances: make() };
  const ranks = middleRanks(pair, turned, groups);
  const moved = {
    changes: new Float64Array(batches),
    predictions: new Float64Array(batches),
    variances: new Float64Array(batches),
  };
  const rows = table.totals.map((count) => Math.max(count, 1));
  const otherRows = table.others.map((count) => Math.max(count, 1));
  for (let batch = 0; batch < batches; batch += 1) {
    const own = countsOfBatch(table, batch);
    const [n, m] = [rows[batch] ?? 1, otherRows[batch] ?? 1];
    const spread = 1 / n + 1 / m;
    const rest = (cell: number) => (table.pooled[cell] ?? 0) - (batch < batches - 1 ? (own[cell] ?? 0) : 0);
    for (let y = 0; y < partners; y += 1) {
      let [here, there, mean, square] = [0, 0, 0, 0];
      for (let x = 0; x < groups; x += 1) {
        here += own[at(x, y)] ?? 0;
        there += rest(at(x, y));
      }
      for (let x = 0; x < groups; x += 1) {
        const conditional = rest(at(x, y)) / Math.max(there, 1);
        const place = batch * groups + x;
        found.shares[place] = (found.shares[place] ?? 0) + (own[at(x, y)] ?? 0) / n;
        found.shareOfOthers[place] = (found.shareOfOthers[place] ?? 0) + rest(at(x, y)) / m;
        found.predictions[place] = (found.predictions[place] ?? 0) + (conditional * here) / n;
        found.variances[place] =
          (found.variances[place] ?? 0) + ((conditional * (1 - conditional) * here) / n) * spread;
        mean += conditional * (ranks[x] ?? 0);
        square += conditional * (ranks[x] ?? 0) ** 2;
      }
      moved.variances[batch] =
        (moved.variances[batch] ?? 0) + ((Math.max(0, square - mean * mean) * here) / n) * spread;
    }
    for (let x = 0; x < groups; x += 1) {
      const place = batch * groups + x;
      const before = found.shareOfOthers[place] ?? 0;
      found.changes[place] = (found.shares[place] ?? 0) - before;
      found.predictions[place] = (found.predictions[place] ?? 0) - before;
      moved.changes[batch] = (moved.changes[batch] ?? 0) + (found.changes[place] ?? 0) * (ranks[x] ?? 0);
      moved.predictions[batch] = (moved.predictions[batch] ?? 0) + (found.predictions[place] ?? 0) * (ranks[x] ?? 0);
    }
  }
  return {
    column: axis.column,
    partner: other.column,
    axis,
    set,
    groups,
    rows,
    otherRows,
    ...found,
    beyond: eachGroup(found, batches, groups),
    ranks: { ...moved, beyond: beyondPrediction(moved) },
  };
}

/** Of each group, from the reference: the share below it and half of its own. */
function middleRanks({ table, width }: PairTable, turned: boolean, groups: number): Float64Array {
  const { x, y, rows } = pairMargins(table.pooled, width);
  const counts = turned ? y : x;
  let below = 0;
  return Float64Array.from({ length: groups }, (_, group) => {
    below += counts[group] ?? 0;
    return (below - (counts[group] ?? 0) / 2) / rows;
  });
}

interface GroupMovement {
  readonly changes: Float64Array;
  readonly predictions: Float64Array;
  readonly variances: Float64Array;
}

function eachGroup(of: GroupMovement, batches: number, groups: number): Float64Array {
  const beyond = new Float64Array(batches * groups);
  for (let group = 0; group < groups; group += 1) {
    const pick = (values: Float64Array) =>
      Float64Array.from({ length: batches }, (_, batch) => values[batch * groups + group] ?? 0);
    const left = beyondPrediction({
      changes: pick(of.changes),
      predictions: pick(of.predictions),
      variances: pick(of.variances),
    });
    for (const [batch, value] of left.entries()) beyond[batch * groups + group] = value;
  }
  return beyond;
}
