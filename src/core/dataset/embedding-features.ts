import { createRandom } from "../performance/create-random.ts";
import type { EmbeddingFrame } from "./profile.ts";

/** Random directions, and as many random Fourier features: the error of a kernel made of them is about 1/√64. */
export const FEATURES = 64;

/** What the seed of a frame stands for. */
export interface EmbeddingDirections {
  /** Direction by direction, each with as many standard normal numbers as a vector has. */
  readonly directions: Float64Array;
  /** Between 0 and 2π. */
  readonly phases: Float64Array;
}

/** The same in every run and on every machine. */
export function drawDirections({ dimensions, seed }: Pick<EmbeddingFrame, "dimensions" | "seed">): EmbeddingDirections {
  const random = createRandom(seed);
  // Box and Muller.
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    directions: Float64Array.from({ length: FEATURES * dimensions }, normal),
    phases: Float64Array.from({ length: FEATURES }, () => 2 * Math.PI * random()),
  };
}

/** The vector along each direction: distances of two of these, divided by √64, are about those of the vectors. */
export function projectVector({ directions }: EmbeddingDirections, vector: ArrayLike<number>): Float64Array {
  const dimensions = vector.length;
  const projected = new Float64Array(FEATURES);
  for (let feature = 0; feature < FEATURES; feature += 1) {
    let sum = 0;
    const start = feature * dimensions;
    for (let index = 0; index < dimensions; index += 1) sum += (directions[start + index] ?? 0) * (vector[index] ?? 0);
    projected[feature] = sum;
  }
  return projected;
}

/**
 * Features cos(ωx + b), of which the mean over many vectors says where they lie: the squared distance of two such means, times
 * 2/64, is about the maximum mean discrepancy of a Gaussian kernel (A. Rahimi, B. Recht, NIPS 2007).
 */
export function cosineFeatures(
  { phases }: EmbeddingDirections,
  projected: ArrayLike<number>,
  bandwidth: number,
): Float64Array {
  return phases.map((phase, feature) => Math.cos((projected[feature] ?? 0) / bandwidth + phase));
}

/** Which of the centroids is nearest; of equally near ones the first. */
export function nearestCentroid(centroids: readonly ArrayLike<number>[], projected: ArrayLike<number>): number {
  let [nearest, least] = [0, Number.POSITIVE_INFINITY];
  for (const [index, centroid] of centroids.entries()) {
    const distance = squaredDistance(centroid, projected);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

export function squaredDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += ((one[index] ?? 0) - (other[index] ?? 0)) ** 2;
  return sum;
}
