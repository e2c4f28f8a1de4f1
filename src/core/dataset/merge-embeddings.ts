import { addCounts } from "./add-counts.ts";
import type { EmbeddingProfile } from "./profile.ts";

/** Adds two columns of embeddings on one frame. */
export function mergeEmbeddings(
  one: EmbeddingProfile,
  other: EmbeddingProfile,
): Omit<EmbeddingProfile, "name" | "type" | "nulls" | "invalid"> {
  return {
    kind: "embedding",
    frame: one.frame,
    rows: one.rows + other.rows,
    cosines: addCounts(one.cosines, other.cosines),
    squares: addCounts(one.squares, other.squares),
    nearest: addCounts(one.nearest, other.nearest),
  };
}
