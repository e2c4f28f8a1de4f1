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
 * Edges between equally many rows: the quantiles 1/parts, 2/parts … by linear interpolation between the two rows that are
 * nearest, with the arithmetic of numpy.quantile. Ascending, perhaps with equal ones.
 *
 * `digits`: all values have at most so many digits after the point; then edges have no more, which counts such values in the
 * same bins.
 */
export function quantileEdges(groups: readonly ValueGroup[], parts: number, digits?: number): number[] {
  const total = rowsOf(groups);
  if (total === 0) return [];
  const places = Array.from({ length: parts - 1 }, (_, part) => (part + 1) * (1 / parts) * (total - 1));
  const ranks = places.flatMap((place) => [Math.floor(place) + 1, Math.min(total, Math.floor(place) + 2)]);
  const values = valuesAtRanks(groups, ranks);
  return places.map((place, part) => {
    const [low = 0, high = 0] = [values[2 * part], values[2 * part + 1]];
    const edge = interpolate(low, high, place - Math.floor(place));
    return digits === undefined ? edge : Math.max(low, floorTo(edge, digits));
  });
}

/** The values of the rows with these numbers, of which the smallest has 1. The ranks must be ascending. */
export function valuesAtRanks(groups: readonly ValueGroup[], ranks: readonly number[]): number[] {
  let group = 0;
  let upTo = groups[0]?.rows ?? 0;
  return ranks.map((rank) => {
    while (upTo < rank && group + 1 < groups.length) {
      group += 1;
      upTo += groups[group]?.rows ?? 0;
    }
    return groups[group]?.value ?? Number.NaN;
  });
}

/** From the nearer end, as numpy does it: so that the same doubles come out. */
function interpolate(low: number, high: number, share: number): number {
  const difference = high - low;
  if (!Number.isFinite(difference)) return low * (1 - share) + high * share;
  return share >= 0.5 ? high - difference * (1 - share) : low + difference * share;
}

/** The largest number with so many digits after the point that is not above. */
function floorTo(value: number, digits: number): number {
  const scale = 10 ** digits;
  const units = Math.floor(value * scale);
  if (Math.abs(units) >= Number.MAX_SAFE_INTEGER) return value;
  // The product may have been rounded across a whole number, either way.
  const near = [units + 1, units, units - 1].map((whole) => whole / scale);
  return near.find((number) => number <= value) ?? value;
}
