import { undefinedEstimate } from "../../core/evaluation/estimates.ts";
import type { MetricEstimate } from "../../core/evidence/evaluation-evidence.ts";
import { classProbabilities } from "../../core/performance/class-probabilities.ts";
import { confidenceMetrics } from "../../core/performance/confidence-metrics.ts";
import { createMulticlassConfidence } from "../../core/performance/multiclass-confidence.ts";
import { createRankedTies } from "../../core/performance/ranked-ties.ts";
import type { Engine } from "../engine.ts";
import { quoteList } from "../quote-sql.ts";
import type { WindowEstimate } from "./estimate-window.ts";
import type { FittedClass, FittedClasses } from "./fit-classes.ts";

export interface MulticlassWindowEstimate extends WindowEstimate {
  /** Rows whose prediction is none of the classes. */
  readonly strangers: number;
}

/** Each class needs the rows in the order of its own score, and all scores of each row. */
const MAX_RANKED_CLASSES = 20;

/** Estimates the metrics of the multiclass rows of a view, whose score columns stand in the order of `classes`. */
export async function estimateMulticlassWindow(
  engine: Engine,
  rows: string,
  classes: readonly string[],
  fitted: FittedClasses,
): Promise<MulticlassWindowEstimate> {
  const calibrations = fitted.classes.map(({ calibration }) => calibration);
  const isRanked = classes.length <= MAX_RANKED_CLASSES;
  const labels = createMulticlassConfidence(classes.length);
  const areas: (number | null)[] = [];
  let beyond = 0;
  let strangers = 0;
  for (let ranked = 0; ranked < (isRanked ? classes.length : 1); ranked++) {
    const curve = createRankedTies();
    await scanRows(engine, statement(rows, classes, ranked), classes.length, (scores, predicted, count) => {
      const probabilities = classProbabilities(calibrations, scores);
      if (isRanked) curve.add(scores[ranked] ?? 0, probabilities[ranked] ?? 0, count);
      if (ranked > 0) return;
      labels.add(probabilities, predicted, count);
      if (predicted < 0) strangers += count;
      if (isBeyond(scores, fitted.classes)) beyond += count;
    });
    areas.push(curve.finish());
  }
  const total = labels.rows();
  const area = isRanked ? { "roc-auc": meanArea(areas) } : {};
  const metrics: MetricEstimate[] = confidenceMetrics({ ...area, ...labels.finish() }, fitted.spread, total);
  if (!isRanked) {
    metrics.unshift(undefinedEstimate("roc-auc", `there are more than ${String(MAX_RANKED_CLASSES)} classes`));
  }
  return { metrics, beyond: total === 0 ? 0 : beyond / total, strangers };
}

function statement(rows: string, classes: readonly string[], ranked: number): string {
  const scores = classes.map((_, index) => `score_${String(index)}`);
  const places = [...scores, "predicted"].map((_, index) => String(index + 1)).join(", ");
  return `SELECT ${scores.join(", ")}, CAST(coalesce(list_position([${quoteList(classes)}], prediction), 0) - 1 AS DOUBLE) AS predicted,
      CAST(count(*) AS DOUBLE) AS rows
    FROM ${rows} GROUP BY ${places} ORDER BY score_${String(ranked)} DESC, ${places}`;
}

/** `each` gets its array of scores again and again. */
async function scanRows(
  engine: Engine,
  sql: string,
  classes: number,
  each: (scores: readonly number[], predicted: number, count: number) => void,
): Promise<void> {
  const scores = new Array<number>(classes).fill(0);
  await engine.scan(sql, (columns) => {
    const counts = columns[classes + 1] ?? new Float64Array();
    for (const [row, count] of counts.entries()) {
      for (let index = 0; index < classes; index++) scores[index] = columns[index]?.[row] ?? 0;
      each(scores, columns[classes]?.[row] ?? -1, count);
    }
  });
}

function isBeyond(scores: readonly number[], classes: readonly FittedClass[]): boolean {
  return classes.some(({ low, high }, index) => (scores[index] ?? 0) < low || (scores[index] ?? 0) > high);
}

/** Null where a class has no area. */
function meanArea(areas: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const area of areas) {
    if (area === null) return null;
    sum += area;
  }
  return sum / areas.length;
}
