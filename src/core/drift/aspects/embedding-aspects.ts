import { COSINE_UNIT } from "../../dataset/count-embeddings.ts";
import type { EmbeddingProfile } from "../../dataset/profile.ts";
import { formatShares } from "../../report/format-share.ts";
import { chiSquaredSurvival } from "../../statistics/chi-squared-survival.ts";
import { ONE_SIDED_Z95 } from "../../statistics/normal-distribution.ts";
import { selectBatches } from "../batch-set.ts";
import { calibrateDistance } from "../calibrate/calibrate-distance.ts";
import { cellDifferences } from "../cell-differences.ts";
import type { CellTable } from "../cell-table.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import type { ColumnBatches } from "../column-batches.ts";
import { type CountTable, toCountTable } from "../count-table.ts";
import { largestSeries } from "../largest-series.ts";
import { spreadSeries } from "../spread-series.ts";
import { movedSeries } from "../total-variation-series.ts";

/** Noise as the other distances have it: about 0.6 of what chance shows on average. */
const NOISE = 0.6;

/**
 * Maximum mean discrepancy of a Gaussian kernel, √(2/m Σ (x̄ − ȳ)²) over the means of m random Fourier features. Its square is
 * under independent draws a sum of squared normals with the features' covariance Σ times (1/n + 1/N): p1 is the χ² that has
 * its first three moments (P. Hall, Statistics 17 (1986) 251–256).
 */
export const embeddingAspect: ColumnAspect = (column, bounds) => {
  const found = vectorsOf(column);
  if (found === undefined) return [];
  const { set, vectors } = found;
  const { sums, rows, others, variance, frame } = addVectors(vectors);
  const last = vectors.length - 1;
  const features = Math.max(sums[last]?.length ?? 0, 1);
  const chance = Float64Array.from(
    rows,
    (own, entry) => 2 * variance * (1 / own + 1 / Math.max(others[entry] ?? 0, 1)),
  );
  const squared = Float64Array.from(vectors, (_, entry) => squaredGap(sums, rows, entry) * (2 / features));
  const distances = squared.map((square) => Math.sqrt(square));
  const spread = Math.sqrt(2 * frame.squares);
  const freedom = frame.squares ** 3 / frame.cubes ** 2;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "distribution",
      main: true,
      effects: distances,
      p1: squared.map((square, entry) => {
        const mean = chance[entry] ?? 0;
        const beyond = (square - mean) / Math.max(mean * spread, Number.MIN_VALUE);
        return chiSquaredSurvival(Math.max(0, freedom + Math.sqrt(2 * freedom) * beyond), freedom);
      }),
      p2: calibrateDistance(
        distances,
        chance.map((mean) => NOISE * Math.sqrt(mean)),
        set,
      ),
      material: Array.from(distances, (distance) => distance >= bounds.distribution),
      facts: {
        bound: bounds.distribution,
        noise: Math.sqrt(2 * variance * (1 + ONE_SIDED_Z95 * spread)),
        rows: [others[last] ?? 0, rows[last] ?? 0],
      },
      describe: () => ({ words: `vectors of ${column.name} lie elsewhere` }),
    }),
  ];
};

/** Share of the vectors that moved to other regions: total variation over the nearest centroids less its noise. */
export const regionsAspect: ColumnAspect = (column, bounds) => {
  const cells = toRegionTable(column);
  if (cells === undefined) return [];
  const describe = (effect: number) => ({
    words: `${formatShares(0, effect)[1]} of the vectors of ${column.name} moved to other regions`,
  });
  return [movedSeries(cells, { column: column.name, aspect: "shape", bounds, describe })];
};

/** The most surprising change of the share of one region. */
export const regionAspect: ColumnAspect = (column, bounds) => {
  const cells = toRegionTable(column);
  return cells === undefined ? [] : [largestSeries(cells, { column: column.name, aspect: "value", bounds })];
};

function vectorsOf({ set, columns }: ColumnBatches) {
  const vectors = columns.map((column) => (column.kind === "embedding" ? column : undefined));
  const selected = selectBatches(set, (entry) => (vectors[entry]?.rows ?? 0) > 0);
  if (selected === undefined) return undefined;
  return { set: selected.set, vectors: selected.entries.flatMap((entry) => vectors[entry] ?? []) };
}

/** Of each batch the sums of its features, and tr Σ ÷ m of one vector in the reference. */
function addVectors(vectors: readonly EmbeddingProfile[]) {
  const sums = vectors.map(({ cosines }) => Float64Array.from(cosines, (sum) => sum * COSINE_UNIT));
  const squares = vectors.map((batch) => Float64Array.from(batch.squares, (sum) => sum * COSINE_UNIT));
  const table: CountTable = toCountTable(vectors.map(({ rows }) => [rows]));
  const reference = Math.max(1, table.others.at(-1) ?? 0);
  const mean = (of: readonly Float64Array[], feature: number) =>
    of.slice(0, -1).reduce((sum, batch) => sum + (batch[feature] ?? 0), 0) / reference;
  const features = sums[0]?.length ?? 0;
  let variance = 0;
  for (let feature = 0; feature < features; feature += 1) {
    variance += (mean(squares, feature) - mean(sums, feature) ** 2) / features;
  }
  const frame = vectors[0]?.frame ?? { squares: 1, cubes: 1 };
  return { sums, rows: table.totals, others: table.others, variance, frame };
}

/** Σ over the features of (mean in the batch − mean in its others)². */
function squaredGap(sums: readonly Float64Array[], rows: Float64Array, entry: number): number {
  const last = sums.length - 1;
  const own = sums[entry];
  if (own === undefined) return 0;
  let otherRows = 0;
  const others = new Float64Array(own.length);
  for (const [batch, sum] of sums.entries()) {
    if (batch === last || batch === entry) continue;
    otherRows += rows[batch] ?? 0;
    for (const [feature, value] of sum.entries()) others[feature] = (others[feature] ?? 0) + value;
  }
  return own.reduce((total, value, feature) => {
    const gap = value / Math.max(rows[entry] ?? 0, 1) - (others[feature] ?? 0) / Math.max(otherRows, 1);
    return total + gap * gap;
  }, 0);
}

function toRegionTable(column: ColumnBatches): CellTable | undefined {
  const found = vectorsOf(column);
  if (found === undefined) return undefined;
  const table = toCountTable(found.vectors.map(({ nearest }) => nearest));
  return {
    set: found.set,
    table,
    differences: cellDifferences(table),
    label: (region) => `vectors of region ${String(region + 1)} in ${column.name}`,
  };
}
