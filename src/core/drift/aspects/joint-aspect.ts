import { formatShare } from "../../report/format-share.ts";
import { chiSquaredSurvival } from "../../statistics/chi-squared-survival.ts";
import { LEAST_EXPECTED } from "../../statistics/least-expected.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { calibrateDistance } from "../calibrate/calibrate-distance.ts";
import { type CountTable, countsOfBatch } from "../count-table.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { pairMargins } from "../pair-surprises.ts";
import type { PairTable } from "../pair-tables.ts";
import { totalVariationSeries } from "../total-variation-series.ts";

/**
 * How far a pair's groups moved while each column's own may have stayed: total variation of the batch's table p from that of its
 * others, f, raked to the batch's margins, less its noise ½ Σ √(2v/π) with v = f(1 − f)(1/n + 1/N). p1 is the chi-square
 * test's over cells with at least 5 expected rows. It sees what no single direction of association shows: swapped codes.
 */
export function jointAspect(pair: PairTable, bounds: DriftBounds): readonly AspectSeries[] {
  const { x, y, set, table, width } = pair;
  const moved = Array.from({ length: table.batches }, (_, batch) => compareJoint(table, width, batch));
  const effects = Float64Array.from(moved, ({ distance }) => distance);
  const noise = Float64Array.from(moved, ({ chance }) => chance / 4);
  return [
    totalVariationSeries({
      columns: [x.column, y.column],
      aspect: "joint",
      set,
      table,
      moved: {
        effects,
        p1: Float64Array.from(moved, ({ p1 }) => p1),
        p2: calibrateDistance(effects, noise, set, "left"),
      },
      bounds,
      describe: (effect) => ({
        words: `${formatShare(effect)} of the rows have other values of ${x.column} and ${y.column} together than each of the two explains`,
      }),
    }),
  ];
}

function compareJoint(table: CountTable, width: number, batch: number) {
  const own = countsOfBatch(table, batch);
  const [n, m] = [Math.max(table.totals[batch] ?? 0, 1), Math.max(table.others[batch] ?? 0, 1)];
  const isReference = batch < table.batches - 1;
  const before = table.pooled.map((rows, cell) => (rows - (isReference ? (own[cell] ?? 0) : 0)) / m);
  const shares = own.map((rows) => rows / n);
  const expected = rake(before, shares, width);
  const spread = 1 / n + 1 / m;
  let [distance, chance, statistic, used] = [0, 0, 0, 0];
  for (const [cell, share] of shares.entries()) {
    const f = expected[cell] ?? 0;
    distance += Math.abs(share - f) / 2;
    // Raking may leave a share of all rows a little above 1.
    chance += Math.sqrt((2 * f * Math.max(1 - f, 0) * spread) / Math.PI) / 2;
    if (f * n < LEAST_EXPECTED) continue;
    statistic += (share - f) ** 2 / (f * spread);
    used += 1;
  }
  const margins = pairMargins(shares, width);
  const occupied = [margins.x, margins.y].reduce((sum, of) => sum + of.filter((share) => share > 0).length, 0);
  return {
    distance: Math.max(0, distance - chance),
    chance,
    p1: chiSquaredSurvival(statistic, Math.max(used - (occupied - 1), 1)),
  };
}

const ROUNDS = 8;
/** An empty cell must be able to become anything. */
const LEAST_SHARE = 1e-9;

/** Iterative proportional fitting: a table with the association of one and the margins of another (Deming, Stephan 1940). */
function rake(shares: Float64Array, like: Float64Array, width: number): Float64Array {
  const wanted = pairMargins(like, width);
  const raked = shares.map((share) => share + LEAST_SHARE);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = pairMargins(raked, width).x;
    for (const [cell, share] of raked.entries()) {
      const row = Math.floor(cell / width);
      raked[cell] = (share * (wanted.x[row] ?? 0)) / Math.max(rows[row] ?? 0, 1e-12);
    }
    const columns = pairMargins(raked, width).y;
    for (const [cell, share] of raked.entries()) {
      const column = cell % width;
      raked[cell] = (share * (wanted.y[column] ?? 0)) / Math.max(columns[column] ?? 0, 1e-12);
    }
  }
  return raked;
}
