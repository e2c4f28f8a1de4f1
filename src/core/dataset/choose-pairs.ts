const GROUPS = 8;
const NULL_CODE = 255;
const MIN_INFORMATION = 0.03;
const MAX_PAIRS = 24;
const MAX_PAIRS_OF_A_COLUMN = 3;

/** Rows of a sample. */
export interface CodedRows {
  /** How often each row stands in the sample. */
  readonly copies: Float64Array;
  /** Of each column the group of each row, 0 to 7; 255 for none. */
  readonly columns: readonly Uint8Array[];
}

export interface ChosenPair {
  readonly x: number;
  readonly y: number;
  readonly information: number;
}

/**
 * Pairs of columns that tell something about each other, strongest first: mutual information in nats on 8 x 8 groups,
 * less its bias (k - 1)(l - 1) / 2n, above 0.03. At most 24, and none between columns that both have three already.
 */
export function choosePairs({ columns, copies }: CodedRows): ChosenPair[] {
  const found: ChosenPair[] = [];
  for (const [x, one] of columns.entries()) {
    for (const [later, other] of columns.slice(x + 1).entries()) {
      const information = mutualInformation(one, other, copies);
      if (information > MIN_INFORMATION) found.push({ x, y: x + 1 + later, information });
    }
  }
  found.sort((a, b) => b.information - a.information || a.x - b.x || a.y - b.y);
  const used = new Map<number, number>();
  const chosen: ChosenPair[] = [];
  for (const pair of found) {
    if (chosen.length === MAX_PAIRS) break;
    const [x, y] = [used.get(pair.x) ?? 0, used.get(pair.y) ?? 0];
    // A column that many depend on may have more, for each of them needs it.
    if (x >= MAX_PAIRS_OF_A_COLUMN && y >= MAX_PAIRS_OF_A_COLUMN) continue;
    used.set(pair.x, x + 1).set(pair.y, y + 1);
    chosen.push(pair);
  }
  return chosen;
}

/** In nats, less its bias; rows with no group on either side are left out. */
export function mutualInformation(x: Uint8Array, y: Uint8Array, copies: Float64Array): number {
  const cells = new Float64Array(GROUPS * GROUPS);
  let rows = 0;
  // By index: for every two columns over every row, an iterator would take ten times as long.
  for (let row = 0; row < copies.length; row += 1) {
    const [group, other] = [x[row] ?? NULL_CODE, y[row] ?? NULL_CODE];
    if (group === NULL_CODE || other === NULL_CODE) continue;
    const cell = group * GROUPS + other;
    cells[cell] = (cells[cell] ?? 0) + (copies[row] ?? 0);
    rows += copies[row] ?? 0;
  }
  if (rows === 0) return 0;
  const [xs, ys] = [new Float64Array(GROUPS), new Float64Array(GROUPS)];
  for (const [cell, count] of cells.entries()) {
    xs[Math.floor(cell / GROUPS)] = (xs[Math.floor(cell / GROUPS)] ?? 0) + count;
    ys[cell % GROUPS] = (ys[cell % GROUPS] ?? 0) + count;
  }
  let information = 0;
  for (const [cell, count] of cells.entries()) {
    const expected = ((xs[Math.floor(cell / GROUPS)] ?? 0) * (ys[cell % GROUPS] ?? 0)) / rows;
    if (count > 0) information += (count / rows) * Math.log(count / expected);
  }
  const used = (margin: Float64Array) => margin.filter((count) => count > 0).length;
  return information - ((used(xs) - 1) * (used(ys) - 1)) / (2 * rows);
}
