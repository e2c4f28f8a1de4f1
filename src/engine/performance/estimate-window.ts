import type { MetricEstimate } from "../../core/evidence/evaluation-evidence.ts";
import { calibrate } from "../../core/performance/calibration.ts";
import { createConfidenceEstimate } from "../../core/performance/confidence-estimate.ts";
import { confidenceMetrics } from "../../core/performance/confidence-metrics.ts";
import type { Engine } from "../engine.ts";
import { type FittedEstimator, toPrediction } from "./fit-estimator.ts";

export interface WindowEstimate {
  readonly metrics: MetricEstimate[];
  /** Share of the rows whose score is beyond all scores of the reference. */
  readonly beyond: number;
}

const NONE = new Float64Array();

/** Estimates the metrics of the binary rows of a view from their scores alone. */
export async function estimateWindow(
  engine: Engine,
  rows: string,
  estimator: FittedEstimator,
): Promise<WindowEstimate> {
  const { calibration, spread, low, high } = estimator;
  const estimate = createConfidenceEstimate();
  let beyond = 0;
  await engine.scan(statement(rows), ([scores = NONE, predictions = NONE, counts = NONE]) => {
    for (const [row, score] of scores.entries()) {
      const count = counts[row] ?? 0;
      const probability = calibration === undefined ? score : calibrate(calibration, score);
      estimate.add(probability, toPrediction(predictions[row]), count);
      if (score < low || score > high) beyond += count;
    }
  });
  const total = estimate.rows();
  return { metrics: confidenceMetrics(estimate.finish(), spread, total), beyond: total === 0 ? 0 : beyond / total };
}

function statement(rows: string): string {
  return `SELECT s, CAST(p AS DOUBLE) AS p, CAST(count(*) AS DOUBLE) AS rows
    FROM ${rows} GROUP BY s, p ORDER BY s DESC, p DESC`;
}
