const BLOCKS = ["▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A column without rows; anything above nothing is at least one step higher. */
const EMPTY = "▁";

const MAX_COLUMNS = 16;

/** Share of rows at each end that goes into the outermost column: an extreme value must not squeeze all others into one. */
const TAIL = 0.005;

/**
 * How counts become columns. `bins`: neighbours are merged, equally many into each. `categories`: one column for each,
 * the last one for all that have no room. `edges`: columns of equal width in the column's own unit; n edges belong to
 * n + 1 counts, the outer two unbounded.
 */
export type HistogramLayout = "bins" | "categories" | { readonly edges: readonly number[] };

/**
 * Two small histograms, `▂▃█▅▂ → ▁▂▅█▃`, of counts on the same bins. Heights are shares of each side's own rows, on one
 * scale for both. At most 16 columns each. Nothing in it means anything to Markdown or to a terminal. Empty text where
 * neither side has rows or there are no bins.
 */
export function formatHistogram(
  before: readonly number[],
  after: readonly number[],
  layout: HistogramLayout = "bins",
): string {
  const sides = [toShares(before), toShares(after)];
  const columnOf = typeof layout === "object" ? placeByValue(sides, layout.edges) : placeByIndex(before.length, layout);
  const [left = [], right = []] = sides.map((shares) => columnOf(shares));
  const highest = Math.max(0, ...left, ...right);
  return highest === 0 ? "" : `${draw(left, highest)} → ${draw(right, highest)}`;
}

type Place = (shares: readonly number[]) => readonly number[];

function draw(columns: readonly number[], highest: number): string {
  return columns.map((share) => (share === 0 ? EMPTY : blockOf(share / highest))).join("");
}

function blockOf(height: number): string {
  // A share of exactly 1/7 of the highest is one block, whatever the division leaves behind the fifteenth digit.
  const step = Math.ceil(height * BLOCKS.length - 1e-9);
  return BLOCKS[Math.max(step, 1) - 1] ?? "█";
}

function toShares(counts: readonly number[]): readonly number[] {
  const total = sum(counts);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

function placeByIndex(length: number, layout: "bins" | "categories"): Place {
  const columns = Math.min(length, MAX_COLUMNS);
  const target =
    layout === "bins"
      ? (index: number) => Math.floor((index * columns) / length)
      : (index: number) => Math.min(index, columns - 1);
  return (shares) => {
    const heights = new Array<number>(columns).fill(0);
    shares.forEach((share, index) => {
      heights[target(index)] = (heights[target(index)] ?? 0) + share;
    });
    return heights;
  };
}

function placeByValue(sides: readonly (readonly number[])[], edges: readonly number[]): Place {
  const pooled = edges.concat(0).map((_, index) => sum(sides.map((shares) => shares[index] ?? 0)) / sides.length);
  const low = lowerEnd(pooled, edges);
  const high = upperEnd(pooled, edges);
  const used = pooled.filter((share) => share > 0).length;
  if (!(high > low)) return placeByIndex(pooled.length, "bins");
  const columns = Math.min(used, MAX_COLUMNS);
  const column = (value: number) =>
    Math.min(Math.max(Math.floor(((value - low) / (high - low)) * columns), 0), columns - 1);
  const boundary = (index: number) => low + ((high - low) * index) / columns;
  return (shares) => {
    const heights = new Array<number>(columns).fill(0);
    for (const [bin, share] of shares.entries()) {
      const from = edges[bin - 1] ?? low;
      const to = edges[bin] ?? high;
      const [first, last] = [column(from), column(to)];
      // A bin holds values up to and including its upper edge; one that belongs to a single value has no width to speak of.
      const wide = first !== last && to - from > (high - low) * 1e-9;
      for (let index = wide ? first : last; index <= last; index++) {
        const start = index === first ? from : boundary(index);
        const end = index === last ? to : boundary(index + 1);
        heights[index] = (heights[index] ?? 0) + (wide ? (share * (end - start)) / (to - from) : share);
      }
    }
    return heights;
  };
}

/** Lower edge of the first bin with more than the tail's share below or in it. */
function lowerEnd(pooled: readonly number[], edges: readonly number[]): number {
  let below = 0;
  const bin = pooled.findIndex((share) => {
    below += share;
    return below > TAIL;
  });
  return edges[Math.max(bin - 1, 0)] ?? Number.NaN;
}

function upperEnd(pooled: readonly number[], edges: readonly number[]): number {
  let above = 0;
  const bin = pooled.findLastIndex((share) => {
    above += share;
    return above > TAIL;
  });
  return edges[Math.min(bin, edges.length - 1)] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
