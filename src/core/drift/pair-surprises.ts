/** A cell of the reference that is (nearly) empty must not decide alone. */
const MOST_SURPRISE = 3;
/** Rows of independent columns that are added to the reference, as a share of a cell's: an empty cell is no certainty. */
const INDEPENDENT = 0.5 / 8;

/** ln p(x, y) / (p(x) p(y)), clipped to ±3. */
export function pairSurprises(counts: Float64Array, width: number): Float64Array {
  const { x, y, rows } = pairMargins(counts, width);
  const at = (index: number) => (x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0);
  const smooth = counts.map((count, index) => count + (INDEPENDENT * at(index)) / rows);
  const again = pairMargins(smooth, width);
  return smooth.map((count, index) => {
    const independent = (again.x[Math.floor(index / width)] ?? 0) * (again.y[index % width] ?? 0);
    if (count === 0 || independent === 0) return 0;
    return Math.min(MOST_SURPRISE, Math.max(-MOST_SURPRISE, Math.log((count * again.rows) / independent)));
  });
}

/** Sums of a table over rows and over columns, and of all of it. */
export function pairMargins(counts: Float64Array, width: number) {
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

/** Mutual information of the groups in nats, from clipped surprises, less its bias (k − 1)(l − 1)/2n. */
export function pairInformation(counts: Float64Array, width: number): number {
  const surprise = pairSurprises(counts, width);
  const { x, y, rows } = pairMargins(counts, width);
  const used = (margin: Float64Array) => margin.filter((count) => count > 0).length;
  const mean = surprise.reduce((sum, value, index) => sum + value * (counts[index] ?? 0), 0) / Math.max(rows, 1);
  return mean - ((used(x) - 1) * (used(y) - 1)) / (2 * Math.max(rows, 1));
}
