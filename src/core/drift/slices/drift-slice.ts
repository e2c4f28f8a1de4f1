import type { Profile } from "../../dataset/profile.ts";

/** The rows of every batch in which a column has one value. */
export interface DriftSlice {
  readonly column: string;
  readonly value: string;
  /** One for each reference batch, in their order, on the frame of the whole. */
  readonly reference: readonly Profile[];
  readonly current: Profile;
}

/** Slices of all columns together, the largest first: each multiplies what may be wrong by chance. */
export const MAX_SLICES = 20;

/** Fewer rows of a batch are not a slice of it: chance alone moves a share by ten in a hundred. */
export const LEAST_SLICE_ROWS = 100;
