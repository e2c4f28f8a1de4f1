import type { MetricDifference } from "../evidence/evaluation-evidence.ts";
import { meanDifference, normalDifference, undefinedDifference } from "./differences.ts";
import type { MeanStatistics } from "./mean-statistics.ts";

/** Moments of two models' errors on the same rows; variances and covariances with n − 1. */
export interface PairedErrors {
  readonly rows: number;
  readonly absolute: { readonly here: number; readonly there: number; readonly gap: MeanStatistics };
  readonly relative: { readonly here: number; readonly there: number; readonly gap: MeanStatistics };
  /** Squared errors of both, and (label − mean label)². */
  readonly squared: {
    readonly here: number;
    readonly there: number;
    readonly spread: number;
    readonly varianceHere: number;
    readonly varianceThere: number;
    readonly varianceSpread: number;
    readonly hereThere: number;
    readonly hereSpread: number;
    readonly thereSpread: number;
  };
}

/** Differences of MAE, RMSE, R² and MAPE; the middle two by the delta method. */
export function regressionDifferences({ rows, absolute, relative, squared }: PairedErrors): MetricDifference[] {
  return [
    meanDifference("mae", absolute.here, absolute.there, absolute.gap),
    rootDifference(rows, squared),
    determinationDifference(rows, squared),
    meanDifference("mape", relative.here, relative.there, relative.gap),
  ];
}

/** ψ = a / 2√A − b / 2√B for the squared errors a, b with the means A, B. */
function rootDifference(rows: number, squared: PairedErrors["squared"]): MetricDifference {
  const here = Math.sqrt(squared.here);
  const there = Math.sqrt(squared.there);
  const pair = { name: "rmse", here, there, rows };
  if (here === 0 || there === 0 || rows < 2) return normalDifference(pair, undefined, "delta");
  const [a, b] = [1 / (2 * here), 1 / (2 * there)];
  const variance = a * a * squared.varianceHere + b * b * squared.varianceThere - 2 * a * b * squared.hereThere;
  return normalDifference(pair, Math.sqrt(Math.max(0, variance) / rows), "delta");
}

/** R² = 1 − A/U with the spread u of mean U, so ψ = (−a + b + w·u) / U with w = (A − B)/U. */
function determinationDifference(rows: number, squared: PairedErrors["squared"]): MetricDifference {
  const { here: a, there: b, spread: u } = squared;
  if (rows < 2 || u === 0) return undefinedDifference("r2", null, null, "all labels are equal");
  // Per-row weights of the two squared errors and of the spread.
  const w = (a - b) / u;
  const variance =
    squared.varianceHere +
    squared.varianceThere +
    w * w * squared.varianceSpread -
    2 * squared.hereThere -
    2 * w * squared.hereSpread +
    2 * w * squared.thereSpread;
  const error = Math.sqrt(Math.max(0, variance) / rows) / u;
  return normalDifference({ name: "r2", here: 1 - a / u, there: 1 - b / u, rows }, error, "delta");
}
