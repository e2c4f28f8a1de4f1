import type { EstimatedMetrics } from "./confidence-estimate.ts";
import { type ClassMetrics, createConfidenceMatrix } from "./confidence-matrix.ts";

export interface MulticlassConfidence {
  /** Rows with the same probabilities of all classes; `predicted` is the number of a class. */
  readonly add: (probabilities: readonly number[], predicted: number, rows: number) => void;
  readonly rows: () => number;
  readonly finish: () => EstimatedMetrics;
}

const MACRO = ["precision", "recall", "specificity", "f1"] as const satisfies readonly (keyof ClassMetrics)[];

/**
 * Confidence-based estimate of the metrics of predictions of `classes` classes. Accuracy is the mean probability of what
 * was predicted; the others are means over the classes, of each against the rest.
 *
 * Numbers are those of NannyML 0.13.1's CBPE: a class for which a metric is 0/0 counts as 0. Unlike there, a class that
 * neither has a probability nor is predicted in any row does not count, as in the metrics of an evaluation.
 */
export function createMulticlassConfidence(classes: number): MulticlassConfidence {
  const matrices = Array.from({ length: classes }, createConfidenceMatrix);
  let rows = 0;
  let right = 0;
  return {
    add: (probabilities, predicted, count) => {
      rows += count;
      right += (probabilities[predicted] ?? 0) * count;
      for (const [index, matrix] of matrices.entries()) {
        matrix.add(probabilities[index] ?? 0, index === predicted, count);
      }
    },
    rows: () => rows,
    finish: () => {
      const found = matrices.filter((matrix) => matrix.occurs()).map((matrix) => matrix.finish());
      const macro = MACRO.map((name) => [name, mean(found.map((metrics) => metrics[name] ?? 0))]);
      return { accuracy: rows === 0 ? null : right / rows, ...Object.fromEntries(macro) };
    },
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
