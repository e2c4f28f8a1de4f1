import { cosineFeatures, drawDirections, FEATURES, nearestCentroid, projectVector } from "./embedding-features.ts";
import type { EmbeddingFrame, EmbeddingProfile } from "./profile.ts";

/** Cosines are counted in these: sums of whole numbers do not depend on the order of the rows. */
export const COSINE_UNIT = 2 ** -20;

export interface EmbeddingCounter {
  readonly add: (vector: ArrayLike<number>) => void;
  readonly counts: () => Pick<EmbeddingProfile, "rows" | "cosines" | "squares" | "nearest">;
}

/** Adds up vectors on a frame. */
export function countEmbeddings(frame: EmbeddingFrame): EmbeddingCounter {
  const drawn = drawDirections(frame);
  const cosines = new Array<number>(FEATURES).fill(0);
  const squares = new Array<number>(FEATURES).fill(0);
  const nearest = new Array<number>(frame.centroids.length).fill(0);
  let rows = 0;
  return {
    add: (vector) => {
      const projected = projectVector(drawn, vector);
      for (const [index, cosine] of cosineFeatures(drawn, projected, frame.bandwidth).entries()) {
        cosines[index] = (cosines[index] ?? 0) + Math.round(cosine / COSINE_UNIT);
        squares[index] = (squares[index] ?? 0) + Math.round(cosine ** 2 / COSINE_UNIT);
      }
      const region = nearestCentroid(frame.centroids, projected);
      nearest[region] = (nearest[region] ?? 0) + 1;
      rows += 1;
    },
    counts: () => ({ rows, cosines: cosines.map((sum) => sum + 0), squares, nearest }),
  };
}
