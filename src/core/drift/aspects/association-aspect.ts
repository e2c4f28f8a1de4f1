import type { PairProfile, Profile } from "../../dataset/profile.ts";
import { Z95 } from "../../statistics/normal-distribution.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { type BatchSet, selectBatches } from "../batch-set.ts";
import { calibrateChange } from "../calibrate/calibrate-change.ts";
import { type CountTable, countsOfBatch, othersOf, toCountTable } from "../count-table.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { spreadSeries } from "../spread-series.ts";
import { total } from "../total.ts";

/**
 * Change of the association of each pair of columns: the mean of s(x, y) = ln p(x, y) / (p(x) p(y)), taken from the reference,
 * less what independent columns with the same margins would have. A shift of one column alone cancels out. v = Var(s)
 * (1/n + 1/N), the mean of the reference batches' variances.
 *
 * @param profiles One for each member of the set, and the current one.
 */
export function associationAspect(
  all: BatchSet,
  profiles: readonly Profile[],
  bounds: DriftBounds,
): readonly AspectSeries[] {
  const current = profiles.at(-1)?.pairs ?? [];
  return current.flatMap((pair) => {
    const key = keyOf(pair);
    const pairs = profiles.map((profile) => profile.pairs.find((other) => keyOf(other) === key));
    const selected = selectBatches(all, (entry) => total(pairs[entry]?.counts ?? []) > 0);
    if (selected === undefined) return [];
    const counts = selected.entries.map((entry) => pairs[entry]?.counts ?? []);
    const width = "edges" in pair.y ? pair.y.edges.length + 1 : pair.y.categories.length + 1;
    return pairSeries(selected.set, pair, { table: toCountTable(counts), width, bounds });
  });
}

function keyOf({ x, y }: PairProfile): string {
  return JSON.stringify([x, y]);
}

interface PairInput {
  readonly table: CountTable;
  /** Groups of the second column. */
  readonly width: number;
  readonly bounds: DriftBounds;
}

function pairSeries(
  set: BatchSet,
  { x, y }: PairProfile,
  { table, width, bounds }: PairInput,
): readonly AspectSeries[] {
  const { batches, totals, others } = table;
  const surprise = surprises(table.pooled, width);
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

/** A cell of the reference that is (nearly) empty must not decide alone. */
const MOST_SURPRISE = 3;
/** Rows of independent columns that are added to the reference, as a share of a cell's: an empty cell is no certainty. */
const INDEPENDENT = 0.5 / 8;

/** ln p(x, y) / (p(x) p(y)), clipped to ±3. */
function surprises(counts: Float64Array, width: number): Float64Array {
  const { x, y, rows } = margins(counts, width);
  const at = (index: number) => (x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0);
  const smooth = counts.map((count, index) => count + (INDEPENDENT * at(index)) / rows);
  const again = margins(smooth, width);
  return smooth.map((count, index) => {
    const independent = (again.x[Math.floor(index / width)] ?? 0) * (again.y[index % width] ?? 0);
    if (count === 0 || independent === 0) return 0;
    return Math.min(MOST_SURPRISE, Math.max(-MOST_SURPRISE, Math.log((count * again.rows) / independent)));
  });
}

function margins(counts: Float64Array, width: number) {
  const x = new Float64Array(Math.ceil(counts.length / width));
  const y = new Float64Array(width);
  let rows = 0;
  for (const [index, count] of counts.entries()) {
    const [i, j] = [Math.floor(index / width), index % width];
    x[i] = (x[i] ?? 0) + count;
    y[j] = (y[j] ?? 0) + count;
    rows += count;
  }
  return { x, y, rows };
}

/** Mean of the surprise beyond that of independent columns, and its variance over rows. */
function association(counts: Float64Array, width: number, surprise: Float64Array) {
  const { x, y, rows } = margins(counts, width);
  const all = Math.max(rows, 1);
  let [mean, square, independent] = [0, 0, 0];
  for (const [index, value] of surprise.entries()) {
    const share = (counts[index] ?? 0) / all;
    mean += share * value;
    square += share * value * value;
    independent += (((x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0)) / (all * all)) * value;
  }
  return { mean: mean - independent, variance: square - mean * mean };
}
