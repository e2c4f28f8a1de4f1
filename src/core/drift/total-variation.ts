import { chiSquaredSurvival } from "../statistics/chi-squared-survival.ts";
import { LEAST_EXPECTED } from "../statistics/least-expected.ts";
import type { BatchSet } from "./batch-set.ts";
import { calibrateDistance } from "./calibrate/calibrate-distance.ts";
import type { CellDifferences } from "./cell-differences.ts";
import type { CountTable } from "./count-table.ts";

/** Total variation of K + 1 batches from their others. */
export interface TotalVariations {
  readonly effects: Float64Array;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
}

/**
 * ½ Σ |d| less ½ Σ √(2v/π), what chance alone gives on average (the mean of |X| of a normal X). p1 is the chi-square test of
 * homogeneity's, with cells of fewer than 5 expected rows as one.
 */
export function totalVariations(
  table: CountTable,
  { changes, variances }: CellDifferences,
  set: BatchSet,
): TotalVariations {
  const { batches, cells } = table;
  const effects = new Float64Array(batches);
  const noise = new Float64Array(batches);
  const p1 = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch += 1) {
    let [distance, chance] = [0, 0];
    for (let at = batch * cells; at < (batch + 1) * cells; at += 1) {
      distance += Math.abs(changes[at] ?? 0) / 2;
      chance += Math.sqrt((2 * (variances[at] ?? 0)) / Math.PI) / 2;
    }
    effects[batch] = Math.max(0, distance - chance);
    noise[batch] = chance / 4;
    p1[batch] = homogeneity(table, batch);
  }
  return { effects, p1, p2: calibrateDistance(effects, noise, set, "left") };
}

function homogeneity({ batches, cells, counts, totals, pooled, others }: CountTable, batch: number): number {
  const own = (totals[batch] ?? 0) / ((totals[batch] ?? 0) + (others[batch] ?? 0));
  let [statistic, used, rare, otherRare] = [0, 0, 0, 0];
  const add = (rows: number, otherRows: number) => {
    const sum = rows + otherRows;
    if (sum === 0) return;
    const gap = (rows - sum * own) ** 2;
    statistic += gap / (sum * own) + gap / (sum * (1 - own));
    used += 1;
  };
  for (let cell = 0; cell < cells; cell += 1) {
    const rows = counts[batch * cells + cell] ?? 0;
    const otherRows = (pooled[cell] ?? 0) - (batch < batches - 1 ? rows : 0);
    if ((rows + otherRows) * own < LEAST_EXPECTED) {
      rare += rows;
      otherRare += otherRows;
    } else add(rows, otherRows);
  }
  add(rare, otherRare);
  return chiSquaredSurvival(statistic, Math.max(used - 1, 1));
}
