import { z } from "zod";
import { label, text } from "../evidence/limits.ts";

// A profile is whole numbers on edges that were pinned once, at reference time. So profiles add up exactly over files,
// days and engines, and the same data gives the same bytes, whatever the order of its rows. Nothing here is a sum of
// floating-point numbers, and nothing is a row.

const Count = z.int().nonnegative();

/** First 64 bits of the md5 of a category's UTF-8, in hexadecimal: the same in every engine. */
export const CategoryHash = z.string().regex(/^[0-9a-f]{16}$/, "must be 16 lower-case hexadecimal digits");

/** A whole number that a double cannot hold is written as text. */
const Extreme = z.union([z.number(), z.string().regex(/^-?\d{1,40}$/)]);

const ascending = (values: readonly number[]) =>
  values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));

/** Inner edges of bins that are open on the left and closed on the right: n edges make n + 1 bins, the outer two unbounded. */
const Edges = z.array(z.number()).max(700).refine(ascending, "must be strictly ascending");

const common = {
  name: label(),
  /** As the file says it: `DOUBLE`, `VARCHAR`, `DECIMAL(10,2)`. */
  type: label(200),
  nulls: Count,
  /** Values of a text file that could not be read as this kind. */
  invalid: Count,
} as const;

/**
 * What is pinned for a column of numbers or of timestamps (seconds since 1970, UTC). Among the edges are the quantiles
 * 1/256, 2/256 … and 1/24, 2/24 … of the reference, its smallest and largest value, and what is a quarter of the range beyond
 * them, also of the ranges that all batches of the reference but one have.
 */
export const NumericFrame = z.strictObject({
  edges: Edges,
  /** Values with a bin of their own: edges just below the value and at it. Ascending. */
  values: z.array(z.number()).max(128).refine(ascending, "must be strictly ascending"),
  /** Most digits after the point that the reference has, 9 where it has more. */
  decimals: z.int().min(0).max(9).optional(),
  /** Fewer than 200 different values: a code, of which round numbers say nothing. */
  codes: z.literal(true).optional(),
});
export type NumericFrame = z.infer<typeof NumericFrame>;

export const NumericProfile = z.strictObject({
  ...common,
  kind: z.enum(["numeric", "integer", "timestamp"]),
  frame: NumericFrame,
  nan: Count,
  positiveInfinity: Count,
  negativeInfinity: Count,
  /** One more than `frame.edges`; finite values only. */
  bins: z.array(Count).max(701),
  /** Of the finite values; null where there are none. */
  min: Extreme.nullable(),
  max: Extreme.nullable(),
  /** Exact; null where it is too high to be counted. */
  distinct: Count.nullable(),
  /** Frequent values that have no bin of their own in the frame, most frequent first. */
  spikes: z.array(z.strictObject({ value: z.number(), rows: Count })).max(64),
  /**
   * Finite values with more digits than `frame.decimals`, and those that are multiples of 10 and of 100 units of the last
   * pinned digit, and fewer than 2^53 of them. Absent where decimals are not pinned.
   */
  lattice: z.strictObject({ finer: Count, tens: Count, hundreds: Count }).optional(),
  /** Of points in time: rows in each hour of the day, UTC. */
  hours: z.array(Count).length(24).optional(),
});
export type NumericProfile = z.infer<typeof NumericProfile>;

export const BooleanProfile = z.strictObject({ ...common, kind: z.literal("boolean"), falses: Count, trues: Count });
export type BooleanProfile = z.infer<typeof BooleanProfile>;

/** A category; its name only where the project's configuration or contract has it or allows it. */
const Category = z.strictObject({
  hash: CategoryHash,
  /** Hash of the category after trimming and lower-casing, where that is another one. */
  folded: CategoryHash.optional(),
  name: text(200).optional(),
});

export const CategoricalFrame = z.strictObject({
  /** Most frequent first at reference time; equally frequent ones by hash. */
  categories: z.array(Category).max(2000),
});
export type CategoricalFrame = z.infer<typeof CategoricalFrame>;

export const CategoricalProfile = z.strictObject({
  ...common,
  kind: z.literal("categorical"),
  frame: CategoricalFrame,
  /** Rows of each category of the frame. */
  counts: z.array(Count).max(2000),
  /** Categories that the frame does not have, most frequent first. */
  unseen: z
    .array(
      z.strictObject({
        hash: CategoryHash,
        name: text(200).optional(),
        rows: Count,
        /** Index in the frame of the category that it equals after trimming and lower-casing. */
        foldsTo: Count.optional(),
      }),
    )
    .max(2000),
  /** What `unseen` has no room for. */
  unseenRest: z.strictObject({ categories: Count, rows: Count }),
  distinct: Count,
  /** Categories with exactly one row. */
  singletons: Count,
  /** Rows with the empty text. */
  empty: Count,
});
export type CategoricalProfile = z.infer<typeof CategoricalProfile>;

export const TOKEN_BUCKETS = 256;

export const TextProfile = z.strictObject({
  ...common,
  kind: z.literal("text"),
  /** Edges for the number of characters. */
  frame: z.strictObject({ edges: Edges }),
  lengths: z.array(Count).max(701),
  empty: Count,
  /** Rows that contain at least one character of each class; all but the last are of ASCII. */
  classes: z.strictObject({ letters: Count, digits: Count, spaces: Count, punctuation: Count, nonAscii: Count }),
  /** Exact; null where it is too high to be counted, then `registers` estimate it. */
  distinct: Count.nullable(),
  /**
   * HyperLogLog over the 64-bit hashes: 4,096 registers of one byte, base64. Merged by maximum. Absent where a large
   * reference has a different text in about every row: hashing them all costs more than anything else and says nothing.
   */
  registers: z.base64().max(5464).optional(),
  /**
   * Texts that contain a word of each bucket: words are letters and digits in lower case within the first 512 characters,
   * the bucket is the first byte of the md5 of their UTF-8. `rows` of the texts were looked at: of many ones a part.
   */
  tokens: z.strictObject({ rows: Count, buckets: z.array(Count).length(TOKEN_BUCKETS) }).optional(),
});
export type TextProfile = z.infer<typeof TextProfile>;

/** Fixed by a seed, so that only what was learned of the reference has to be written down. */
export const EmbeddingFrame = z.strictObject({
  /** Numbers in each vector. */
  dimensions: z.int().min(2).max(8192),
  /** Of the random directions, `embedding-features.ts`. */
  seed: Count,
  /** Of the Gaussian kernel: median distance of two vectors of the reference. */
  bandwidth: z.number().positive(),
  /**
   * Of the covariance Σ of the features in the reference: tr Σ² ÷ (tr Σ)² and tr Σ³ ÷ (tr Σ)³, which say how a distance of
   * two means is distributed by chance.
   */
  squares: z.number().positive().max(1),
  cubes: z.number().positive().max(1),
  /** In the space of the random directions. */
  centroids: z.array(z.array(z.number()).min(1).max(256)).min(1).max(64),
});
export type EmbeddingFrame = z.infer<typeof EmbeddingFrame>;

/** Lists of as many floating-point numbers in every row. Those of another length, or with a value that is not finite, are invalid. */
export const EmbeddingProfile = z.strictObject({
  ...common,
  kind: z.literal("embedding"),
  frame: EmbeddingFrame,
  /** Vectors that were looked at: all of them, or a sample. */
  rows: Count,
  /** Sum over these of each random cosine feature, and of its square, in units of 2^-20. */
  cosines: z.array(z.int()).max(256),
  squares: z.array(Count).max(256),
  /** How many are nearest to each centroid. */
  nearest: z.array(Count).max(64),
});
export type EmbeddingProfile = z.infer<typeof EmbeddingProfile>;

/** Other lists, structs, blobs: only their nulls are counted. */
export const OtherProfile = z.strictObject({ ...common, kind: z.literal("other") });
export type OtherProfile = z.infer<typeof OtherProfile>;

export const ColumnProfile = z.discriminatedUnion("kind", [
  NumericProfile,
  BooleanProfile,
  CategoricalProfile,
  TextProfile,
  EmbeddingProfile,
  OtherProfile,
]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;
export type ColumnKind = ColumnProfile["kind"];

/** Groups of one side of a pair: by edges (7 at most), or by 7 categories at most and the rest. Booleans: edge 0.5. */
export const PairAxis = z.union([
  z.strictObject({ column: label(), edges: Edges }),
  z.strictObject({ column: label(), categories: z.array(CategoryHash).max(7) }),
]);
export type PairAxis = z.infer<typeof PairAxis>;

export const PairProfile = z.strictObject({
  x: PairAxis,
  y: PairAxis,
  /** Row by row of x: `counts[i * groups(y) + j]`. Rows with a null on either side are left out. */
  counts: z.array(Count).max(64),
});
export type PairProfile = z.infer<typeof PairProfile>;

export const Profile = z.strictObject({
  rows: Count,
  /** Rows that repeat a row of the same data; null where that was not counted. Does not add up over files. */
  duplicateRows: Count.nullable(),
  columns: z.array(ColumnProfile).max(5000),
  /** Pairs that were associated in the reference: none between columns that both have three stronger ones. */
  pairs: z.array(PairProfile).max(24),
});
export type Profile = z.infer<typeof Profile>;
