import type { Interval, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { studentTQuantile } from "../statistics/student-t.ts";
import { estimate, meanEstimate, undefinedEstimate } from "./estimates.ts";
import { type MeanStatistics, meanInterval } from "./mean-statistics.ts";

/** Moments of one model's errors; `spread` is (label − mean label)² per row. */
export interface RegressionStatistics {
  readonly rows: number;
  readonly absoluteError: MeanStatistics;
  readonly squaredError: MeanStatistics;
  /** |error| / max(|label|, 2⁻⁵²), as scikit-learn defines it. */
  readonly relativeError: MeanStatistics;
  readonly spread: MeanStatistics;
  /** Covariance (with n − 1) of squared error and spread. */
  readonly covariance: number | undefined;
}

/** MAE, RMSE, R² and MAPE. */
export function regressionEstimates(statistics: RegressionStatistics): MetricEstimate[] {
  const { rows, absoluteError, squaredError, relativeError } = statistics;
  if (rows === 0) return ["mae", "rmse", "r2", "mape"].map((name) => undefinedEstimate(name, "there are no rows"));
  const square = meanInterval(squaredError);
  const root: Interval | null = square === null ? null : [Math.sqrt(Math.max(0, square[0])), Math.sqrt(square[1])];
  return [
    meanEstimate("mae", absoluteError),
    estimate("rmse", Math.sqrt(squaredError.mean), root, "mean-t-root", rows),
    determination(statistics),
    meanEstimate("mape", relativeError),
  ];
}

/** R² = 1 − e/s with the means e of squared errors and s of spreads; its interval by the delta method. */
function determination({ rows, squaredError, spread, covariance }: RegressionStatistics): MetricEstimate {
  if (rows < 2) return undefinedEstimate("r2", "R² needs at least two rows");
  if (spread.mean === 0) return undefinedEstimate("r2", "all labels are equal");
  const ratio = squaredError.mean / spread.mean;
  const { variance: errorVariance } = squaredError;
  const { variance: spreadVariance } = spread;
  if (errorVariance === undefined || spreadVariance === undefined || covariance === undefined) {
    return estimate("r2", 1 - ratio, null, "", rows);
  }
  const perRow = errorVariance - 2 * ratio * covariance + ratio * ratio * spreadVariance;
  const half = (studentTQuantile(0.975, rows - 1) * Math.sqrt(Math.max(0, perRow) / rows)) / spread.mean;
  return estimate("r2", 1 - ratio, [1 - ratio - half, 1 - ratio + half], "delta", rows);
}
