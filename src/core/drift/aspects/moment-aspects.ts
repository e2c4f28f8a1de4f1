import { Z95 } from "../../statistics/normal-distribution.ts";
import { calibrateChange } from "../calibrate/calibrate-change.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import type { CountTable } from "../count-table.ts";
import { describeNumbers } from "../describe-numbers.ts";
import { describeSpread } from "../describe-spread.ts";
import { spreadSeries } from "../spread-series.ts";

/**
 * Change of the mean rank u of a value in the reference, 0 to 1 (the middle of its bin): Wilcoxon's statistic on bins. Var(u)
 * is that of the reference.
 */
export const locationAspect: ColumnAspect = (column, bounds) => rankSeries(column, bounds.location, "location");

/** Change of the mean of (u − ½)²: Mood's statistic for a wider or narrower spread, on bins. */
export const scaleAspect: ColumnAspect = (column, bounds) => rankSeries(column, bounds.scale, "scale");

function rankSeries(
  column: Parameters<ColumnAspect>[0],
  bound: number,
  aspect: "location" | "scale",
): ReturnType<ColumnAspect> {
  const table = column.numbers();
  if (table === undefined) return [];
  const { fine, set } = table;
  const ranks = midranks(fine.pooled);
  const weights = aspect === "location" ? ranks : ranks.map((rank) => (rank - 0.5) ** 2);
  const { effects, variances, oneRow } = compareMeans(fine, weights);
  const last = fine.batches - 1;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect,
      effects,
      ...calibrateChange(effects, variances, set.rows),
      material: Array.from(effects, (effect) => Math.abs(effect) >= bound),
      facts: {
        bound,
        noise: Z95 * Math.sqrt(oneRow),
        rows: [fine.others[last] ?? 0, fine.totals[last] ?? 0],
      },
      describe: () => {
        const told = describeNumbers(column, table);
        return { ...told, words: (aspect === "scale" ? describeSpread(table) : undefined) ?? told.words };
      },
    }),
  ];
}

/** Of each bin, from its counts in the reference. */
function midranks(pooled: Float64Array): Float64Array {
  const rows = pooled.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return pooled.map((count) => {
    below += count;
    return (below - count / 2) / rows;
  });
}

/** Means of a weight over the rows of each batch, less that over its others' rows. */
function compareMeans({ batches, cells, counts, totals, pooled, others }: CountTable, weights: Float64Array) {
  const sums = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch += 1) {
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += (counts[batch * cells + cell] ?? 0) * (weights[cell] ?? 0);
    sums[batch] = sum;
  }
  const rows = pooled.reduce((sum, count) => sum + count, 0);
  const all = pooled.reduce((sum, count, cell) => sum + count * (weights[cell] ?? 0), 0);
  const mean = all / rows;
  const oneRow = pooled.reduce((sum, count, cell) => sum + count * ((weights[cell] ?? 0) - mean) ** 2, 0) / rows;
  const ofOthers = (batch: number) => (batch < batches - 1 ? all - (sums[batch] ?? 0) : all);
  const least = (of: Float64Array, batch: number) => Math.max(of[batch] ?? 0, 1);
  return {
    oneRow,
    effects: sums.map((sum, batch) => sum / least(totals, batch) - ofOthers(batch) / least(others, batch)),
    variances: sums.map((_, batch) => oneRow * (1 / least(totals, batch) + 1 / least(others, batch))),
  };
}
