/** Different finite values of a column, ascending, and how many rows have each. */
export interface ValueGroup {
  readonly value: number;
  readonly rows: number;
}

export function rowsOf(groups: readonly ValueGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows, 0);
}

/** Ascending, with equal values made one. */
export function toValueGroups(groups: readonly ValueGroup[]): ValueGroup[] {
  const sorted = groups.toSorted((a, b) => a.value - b.value);
  const merged: ValueGroup[] = [];
  for (const { value, rows } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.value === value) merged[merged.length - 1] = { value, rows: last.rows + rows };
    else merged.push({ value: value + 0, rows });
  }
  return merged;
}

/** Rows in each bin: open on the left, closed on the right, the outer two unbounded; one more than there are edges. */
export function countOnEdges(groups: readonly ValueGroup[], edges: readonly number[]): number[] {
  const bins = new Array<number>(edges.length + 1).fill(0);
  let bin = 0;
  for (const { value, rows } of groups) {
    while (bin < edges.length && value > (edges[bin] ?? 0)) bin += 1;
    bins[bin] = (bins[bin] ?? 0) + rows;
  }
  return bins;
}

/**
 * The values at the shares 1/parts, 2/parts … of the rows, each once: the smallest value at or below which there is at
 * least that share. Never the largest value, beyond which there is nothing to separate.
 */
export function quantileEdges(groups: readonly ValueGroup[], parts: number): number[] {
  const total = rowsOf(groups);
  const edges: number[] = [];
  let seen = 0;
  let part = 1;
  for (const { value, rows } of groups.slice(0, -1)) {
    seen += rows;
    if (seen * parts < part * total) continue;
    edges.push(value);
    part = Math.floor((seen * parts) / total) + 1;
  }
  return edges;
}
