import type { CountTable } from "./count-table.ts";

/** Changes of a mean over K + 1 batches. */
export interface ComparedMeans {
  readonly effects: Float64Array;
  readonly variances: Float64Array;
  /** Of the reference's rows. */
  readonly oneRow: number;
}

/** Changes of the mean rank u of a value in the reference, or of the mean of (u − ½)². */
export function compareRanks(fine: CountTable, of: "location" | "scale"): ComparedMeans {
  const ranks = midranks(fine.pooled);
  return compareMeans(fine, of === "location" ? ranks : ranks.map((rank) => (rank - 0.5) ** 2));
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
function compareMeans(
  { batches, cells, counts, totals, pooled, others }: CountTable,
  weights: Float64Array,
): ComparedMeans {
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
