import type { BatchSet } from "../batch-set.ts";

/** What is taken to be known about the movement of few batches. */
export interface BatchPrior {
  /** Batches that it is worth. */
  readonly worth: number;
  /** Variance of a batch's own effect, in variances of one row, for an entry of the set. */
  readonly effectOf: (set: BatchSet, entry: number) => number;
}

/** As harmless batches differ: by a tenth of a standard deviation of one row. */
export const COMMON_EFFECT = 0.1 ** 2;
export const COMMON_WORTH = 4;

export const COMMON_PRIOR: BatchPrior = { worth: COMMON_WORTH, effectOf: () => COMMON_EFFECT };
