import type { EvaluationTask } from "../core/evidence/evaluation-evidence.ts";
import type { PredictionColumns } from "./choose-columns.ts";

export interface SlicePlan {
  /** Name of the column in the file. */
  readonly column: string;
  /** Values that are shown, those with most rows first. */
  readonly values: readonly string[];
}

/** Everything that is decided before the first number is computed; the same for all files that are compared. */
export interface EvaluationPlan {
  readonly task: EvaluationTask;
  /** Binary: negative and positive label. Multiclass: all of them, in the order of the score columns where there are any. */
  readonly classes: readonly string[];
  /** Where a prediction is made from a score; `undefined` where scores are not within 0 and 1 and none was given. */
  readonly threshold: number | undefined;
  readonly slices: readonly SlicePlan[];
}

/** What a loaded file has, besides labels. */
export interface FileRows {
  /** Name of the view that `createRows` made. */
  readonly rows: string;
  readonly columns: PredictionColumns;
  readonly hasPredictions: boolean;
  readonly hasScores: boolean;
  /** Every score is within 0 and 1. */
  readonly probabilities: boolean;
}
