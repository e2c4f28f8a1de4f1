/** Rows of K + 1 batches in the same cells: those of K reference batches, and last of the current data. */
export interface CountTable {
  /** K + 1. */
  readonly batches: number;
  readonly cells: number;
  /** Batch by batch. */
  readonly counts: Float64Array;
  /** Of each batch in all cells. */
  readonly totals: Float64Array;
  /** Of each cell in all reference batches. */
  readonly pooled: Float64Array;
  /** What each batch is compared with: rows of all reference batches but its own. */
  readonly others: Float64Array;
}

/** Adds up the counts of each batch; all have as many cells as the first. */
export function toCountTable(counts: readonly ArrayLike<number>[]): CountTable {
  const batches = counts.length;
  const cells = counts[0]?.length ?? 0;
  const all = new Float64Array(batches * cells);
  for (const [batch, row] of counts.entries()) all.set(row, batch * cells);
  return summarize(batches, cells, all);
}

/**
 * Neighbouring cells as one.
 *
 * @param last The last cell of each new one, ascending; what is beyond the last of them is one more.
 */
export function mergeTable({ batches, cells, counts }: CountTable, last: ArrayLike<number>): CountTable {
  const merged = last.length + 1;
  const all = new Float64Array(batches * merged);
  for (let batch = 0; batch < batches; batch += 1) {
    let target = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      while (target < last.length && cell > (last[target] ?? 0)) target += 1;
      const at = batch * merged + target;
      all[at] = (all[at] ?? 0) + (counts[batch * cells + cell] ?? 0);
    }
  }
  return summarize(batches, merged, all);
}

/** Counts of one batch. */
export function countsOfBatch({ cells, counts }: CountTable, batch: number): Float64Array {
  return counts.subarray(batch * cells, (batch + 1) * cells);
}

function summarize(batches: number, cells: number, counts: Float64Array): CountTable {
  const totals = new Float64Array(batches);
  const pooled = new Float64Array(cells);
  for (let batch = 0; batch < batches; batch += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      const rows = counts[batch * cells + cell] ?? 0;
      totals[batch] = (totals[batch] ?? 0) + rows;
      if (batch < batches - 1) pooled[cell] = (pooled[cell] ?? 0) + rows;
    }
  }
  return { batches, cells, counts, totals, pooled, others: othersOf(totals) };
}

/** For each of K + 1 counts the sum of the K reference batches', but for its own. */
export function othersOf(counts: Float64Array): Float64Array {
  const last = counts.length - 1;
  let sum = 0;
  for (let batch = 0; batch < last; batch += 1) sum += counts[batch] ?? 0;
  return counts.map((count, batch) => (batch < last ? sum - count : sum));
}
