import { Z95 } from "../../statistics/normal-distribution.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { calibrateChange } from "../calibrate/calibrate-change.ts";
import { countsOfBatch, othersOf } from "../count-table.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { pairMargins, pairSurprises } from "../pair-surprises.ts";
import type { PairTable } from "../pair-tables.ts";
import { spreadSeries } from "../spread-series.ts";

/**
 * Change of the association of a pair of columns: the mean of s(x, y) = ln p(x, y) / (p(x) p(y)), taken from the reference,
 * less what independent columns with the same margins would have. A shift of one column alone cancels out. v = Var(s)
 * (1/n + 1/N), the mean of the reference batches' variances.
 */
export function associationAspect(
  { x, y, set, table, width }: PairTable,
  bounds: DriftBounds,
): readonly AspectSeries[] {
  const { batches, totals, others } = table;
  const surprise = pairSurprises(table.pooled, width);
  const each = Array.from({ length: batches }, (_, batch) => association(countsOfBatch(table, batch), width, surprise));
  const own = Float64Array.from(each, ({ mean }) => mean);
  const rows = totals.map((count) => Math.max(count, 1));
  const otherRows = others.map((count) => Math.max(count, 1));
  const weighted = othersOf(own.map((mean, batch) => mean * (rows[batch] ?? 1)));
  const before = weighted.map((sum, batch) => sum / (otherRows[batch] ?? 1));
  const oneRow = each.slice(0, -1).reduce((sum, { variance }) => sum + variance, 0) / (batches - 1);
  const changes = own.map((mean, batch) => mean - (before[batch] ?? 0));
  const variances = rows.map((count, batch) => oneRow * (1 / count + 1 / (otherRows[batch] ?? 1)));
  const relative = changes.map((change, batch) => change / Math.max(Math.abs(before[batch] ?? 0), 1e-9));
  const last = batches - 1;
  const [was, is] = [before[last] ?? 0, own[last] ?? 0];
  if (oneRow === 0) return [];
  return [
    spreadSeries(set, {
      columns: [x.column, y.column],
      aspect: "association",
      effects: relative,
      ...calibrateChange(changes, variances, set),
      material: Array.from(relative, (change) => Math.abs(change) >= bounds.association),
      facts: {
        bound: bounds.association,
        noise: was === 0 ? 0 : (Z95 * Math.sqrt(oneRow)) / Math.abs(was),
        rows: [others[last] ?? 0, totals[last] ?? 0],
      },
      describe: () => ({ words: `the association of ${x.column} and ${y.column} is ${describe(is / was)}` }),
    }),
  ];
}

function describe(ratio: number): string {
  if (!(ratio > 0)) return "gone or turned round";
  const percent = `${String(Math.round(Math.abs(ratio - 1) * 100))} %`;
  return ratio < 1 ? `${percent} weaker` : `${percent} stronger`;
}

/** Mean of the surprise beyond that of independent columns, and its variance over rows. */
function association(counts: Float64Array, width: number, surprise: Float64Array) {
  const { x, y, rows } = pairMargins(counts, width);
  const all = Math.max(rows, 1);
  let [mean, square, independent] = [0, 0, 0];
  for (const [index, value] of surprise.entries()) {
    const share = (counts[index] ?? 0) / all;
    mean += share * value;
    square += share * value * value;
    independent += (((x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0)) / (all * all)) * value;
  }
  return { mean: mean - independent, variance: Math.max(0, square - mean * mean) };
}
