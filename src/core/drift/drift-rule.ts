/** From where a change counts. Shares are of rows, distances between 0 and 1. */
export interface DriftBounds {
  /** False discovery rate of what is more than chance, over all aspects of all columns. */
  readonly falseDiscoveryRate: number;
  /** The same of what is more than the reference batches move by themselves. */
  readonly unusualRate: number;
  /** Kolmogorov–Smirnov distance, or total variation beyond its noise. */
  readonly distribution: number;
  /** Change of the mean rank of a value in the reference, as a share of its rows. */
  readonly location: number;
  /** Change of the mean squared distance of that rank from the middle. */
  readonly scale: number;
  /** Change of the share of one value, category or twenty-fourth of the distribution. */
  readonly cell: number;
  /** Change of a share: nulls, invalid values, empty texts, one of two values. */
  readonly share: number;
  /** Smaller changes of a share count from here on when they also multiply it by `ratio`. */
  readonly rareShare: number;
  readonly ratio: number;
  /** Rows beyond the reference's range, and rows with categories that it does not have. */
  readonly newMass: number;
  /** A value that became frequent. */
  readonly spike: number;
  /** Repeated rows, when they are also `ratio` times as many. */
  readonly duplicates: number;
  /** Values that are round numbers. */
  readonly rounding: number;
  /** Relative change of the association of two columns. */
  readonly association: number;
}

/**
 * The rule that decides unless another is named: drift is what is more than chance, more than a trifle, and more than the
 * reference batches surprise each other. docs/statistics.md, "Drift".
 */
export const DEFAULT_DRIFT_RULE: { readonly name: string; readonly level: number; readonly bounds: DriftBounds } = {
  name: "calibrated-surprise/v1",
  level: 0.02,
  bounds: {
    falseDiscoveryRate: 0.05,
    unusualRate: 0.02,
    distribution: 0.05,
    location: 0.03,
    scale: 0.012,
    cell: 0.02,
    share: 0.05,
    rareShare: 0.005,
    ratio: 1.5,
    newMass: 0.005,
    spike: 0.01,
    duplicates: 0.02,
    rounding: 0.3,
    association: 0.3,
  },
};
