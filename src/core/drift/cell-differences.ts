import type { CountTable } from "./count-table.ts";

/** Of each cell of each of K + 1 batches, batch by batch. */
export interface CellDifferences {
  /** Share in the batch less that in its others. */
  readonly changes: Float64Array;
  /** Of the change under independent draws: P (1 − P)(1/n + 1/N). */
  readonly variances: Float64Array;
  readonly shares: Float64Array;
  readonly shareOfOthers: Float64Array;
  /** P: of both together, half a row added, so that it is never 0. */
  readonly together: Float64Array;
}

/** Compares each batch with the sum of the others, cell by cell. */
export function cellDifferences({ batches, cells, counts, totals, pooled, others }: CountTable): CellDifferences {
  const make = () => new Float64Array(batches * cells);
  const found = { changes: make(), variances: make(), shares: make(), shareOfOthers: make(), together: make() };
  for (let batch = 0; batch < batches; batch += 1) {
    const [own, other] = [Math.max(totals[batch] ?? 0, 1), Math.max(others[batch] ?? 0, 1)];
    const isReference = batch < batches - 1;
    for (let cell = 0; cell < cells; cell += 1) {
      const at = batch * cells + cell;
      const rows = counts[at] ?? 0;
      const otherRows = (pooled[cell] ?? 0) - (isReference ? rows : 0);
      const share = Math.min(1, (rows + otherRows + 0.5) / (own + other));
      found.shares[at] = rows / own;
      found.shareOfOthers[at] = otherRows / other;
      found.changes[at] = rows / own - otherRows / other;
      found.together[at] = share;
      found.variances[at] = share * (1 - share) * (1 / own + 1 / other);
    }
  }
  return found;
}
