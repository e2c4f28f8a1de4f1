import { createRandom } from "../performance/create-random.ts";
import {
  cosineFeatures,
  drawDirections,
  FEATURES,
  nearestCentroid,
  projectVector,
  squaredDistance,
} from "./embedding-features.ts";
import type { EmbeddingFrame } from "./profile.ts";

const SEED = 20_010_101;
const CENTROIDS = 16;
/** Steps of Lloyd's; regions need not be the best ones, only stay the same. */
const STEPS = 10;
/** Vectors whose distances are looked at. */
const COMPARED = 300;

/**
 * What is pinned for vectors like those of a sample: the kernel's width by the median of their distances, how its features vary
 * together, and regions by k-means++. Undefined where the sample has fewer than two different vectors.
 *
 * @param sample In an order that does not depend on that of the rows.
 */
export function chooseEmbeddingFrame(sample: readonly ArrayLike<number>[]): EmbeddingFrame | undefined {
  const dimensions = sample[0]?.length ?? 0;
  const drawn = drawDirections({ dimensions, seed: SEED });
  const projected = sample.map((vector) => projectVector(drawn, vector));
  const bandwidth = round(medianDistance(projected));
  if (!(bandwidth > 0)) return undefined;
  const features = projected.map((vector) => cosineFeatures(drawn, vector, bandwidth));
  const { squares, cubes } = spreadOf(features);
  return {
    dimensions,
    seed: SEED,
    bandwidth,
    squares: round(squares),
    cubes: round(cubes),
    centroids: findCentroids(projected).map((centroid) => Array.from(centroid, round)),
  };
}

/** So many digits are written down. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function medianDistance(projected: readonly Float64Array[]): number {
  const some = projected.slice(0, COMPARED);
  const distances: number[] = [];
  for (const [index, one] of some.entries()) {
    for (const other of some.slice(index + 1)) distances.push(Math.sqrt(squaredDistance(one, other) / FEATURES));
  }
  return distances.filter((distance) => distance > 0).toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

/** tr Σ² ÷ (tr Σ)² and tr Σ³ ÷ (tr Σ)³ of the features' covariance, the former without what a small sample adds to it. */
function spreadOf(features: readonly Float64Array[]): { readonly squares: number; readonly cubes: number } {
  const rows = features.length;
  const means = new Float64Array(FEATURES);
  for (const row of features)
    for (const [index, value] of row.entries()) means[index] = (means[index] ?? 0) + value / rows;
  const covariance = Array.from({ length: FEATURES }, () => new Float64Array(FEATURES));
  for (const row of features) {
    for (const [i, line] of covariance.entries()) {
      const deviation = (row[i] ?? 0) - (means[i] ?? 0);
      for (let j = 0; j < FEATURES; j += 1)
        line[j] = (line[j] ?? 0) + (deviation * ((row[j] ?? 0) - (means[j] ?? 0))) / rows;
    }
  }
  const product = covariance.map((line) => multiply(covariance, line));
  const trace = (matrix: readonly Float64Array[]) => matrix.reduce((sum, line, index) => sum + (line[index] ?? 0), 0);
  const first = trace(covariance);
  const second = trace(product);
  const third = product.reduce(
    (sum, line, i) => sum + line.reduce((part, value, j) => part + value * (covariance[j]?.[i] ?? 0), 0),
    0,
  );
  const unbiased = Math.max(second / first ** 2 - 1 / rows, 1 / FEATURES);
  return { squares: Math.min(1, unbiased), cubes: Math.min(1, third / first ** 3) };
}

/** The line times a symmetric matrix. */
function multiply(matrix: readonly Float64Array[], line: Float64Array): Float64Array {
  return Float64Array.from(matrix, (other) => other.reduce((sum, value, index) => sum + value * (line[index] ?? 0), 0));
}

/** k-means++ (D. Arthur, S. Vassilvitskii, SODA 2007): each first centre is drawn in proportion to its squared distance from the others. */
function findCentroids(projected: readonly Float64Array[]): readonly Float64Array[] {
  let centroids = drawCentroids(projected);
  for (let step = 0; step < STEPS; step += 1) {
    const members = centroids.map((): Float64Array[] => []);
    for (const vector of projected) members[nearestCentroid(centroids, vector)]?.push(vector);
    centroids = centroids.map((centroid, index) => meanOf(members[index] ?? []) ?? centroid);
  }
  return centroids;
}

function drawCentroids(projected: readonly Float64Array[]): Float64Array[] {
  const random = createRandom(SEED);
  const centroids = projected.slice(0, 1);
  const distances = projected.map((vector) => squaredDistance(vector, centroids[0] ?? vector));
  while (centroids.length < CENTROIDS) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let left = random() * total;
    const drawn = projected.find((_, index) => {
      left -= distances[index] ?? 0;
      return left < 0;
    });
    if (drawn === undefined) break;
    centroids.push(drawn);
    for (const [index, vector] of projected.entries()) {
      distances[index] = Math.min(distances[index] ?? 0, squaredDistance(vector, drawn));
    }
  }
  return centroids;
}

function meanOf(vectors: readonly Float64Array[]): Float64Array | undefined {
  if (vectors.length === 0) return undefined;
  const mean = new Float64Array(FEATURES);
  for (const vector of vectors) for (const [index, value] of vector.entries()) mean[index] = (mean[index] ?? 0) + value;
  return mean.map((sum) => sum / vectors.length);
}
