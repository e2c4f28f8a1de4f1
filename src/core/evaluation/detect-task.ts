import { PawlError } from "../errors.ts";
import type { EvaluationTask } from "../evidence/evaluation-evidence.ts";

/** What is known about a column of labels or predictions. */
export interface ValueSummary {
  /** Different values in sorted order, at most {@link MAX_CLASSES} + 1 of them. */
  readonly values: readonly string[];
  readonly numeric: boolean;
  /** Some value is not a whole number. */
  readonly fractional: boolean;
}

export interface TaskQuestion {
  /** Name of the file, for messages. */
  readonly file: string;
  /** As the input `task` says. */
  readonly task?: EvaluationTask | undefined;
  readonly labels: ValueSummary;
  readonly predictions: ValueSummary | undefined;
  readonly score: "chosen" | "found" | "none";
  /** Number of columns in `score-columns`. */
  readonly classScores: number;
}

/** More different labels than this are not classes. */
export const MAX_CLASSES = 1000;

/** Whole numbers with more different values than this are taken for quantities. */
const FEW_VALUES = 20;

/**
 * What kind of prediction a file holds. The input `task` decides; else `score-columns` mean multiclass (two of them:
 * binary); else a score column with at most two different labels means binary; else labels and predictions that are all
 * numbers mean regression where one of them is not whole or the labels have more than 20 different values; else at most
 * two different values in labels and predictions mean binary, more mean multiclass. Throws `PREDICTIONS_INVALID`.
 */
export function detectTask(question: TaskQuestion): EvaluationTask {
  const task = question.task ?? guessTask(question);
  if (task === "regression") assertNumbers(question);
  else if (question.labels.values.length > MAX_CLASSES) {
    throw refusal(
      `${question.file}: the labels have more than ${String(MAX_CLASSES)} different values`,
      "Set `task` to regression if they are quantities, or `label-column` to the column with the classes.",
    );
  }
  return task;
}

function guessTask({ file, labels, predictions, score, classScores }: TaskQuestion): EvaluationTask {
  if (classScores > 0) return classScores === 2 ? "binary" : "multiclass";
  const few = labels.values.length <= 2;
  if (score !== "none" && few) return "binary";
  if (score === "chosen") {
    throw refusal(
      `${file}: one score column cannot rank ${labels.values.length > MAX_CLASSES ? `more than ${String(MAX_CLASSES)}` : String(labels.values.length)} different labels`,
      "Name one score column for each class in `score-columns` (cat=p_cat, dog=p_dog, …).",
    );
  }
  if (labels.numeric && (predictions?.numeric ?? false)) {
    const fractional = labels.fractional || (predictions?.fractional ?? false);
    if (fractional || labels.values.length > FEW_VALUES) return "regression";
  }
  return new Set([...labels.values, ...(predictions?.values ?? [])]).size <= 2 ? "binary" : "multiclass";
}

function assertNumbers({ file, labels, predictions }: TaskQuestion): void {
  if (predictions === undefined) {
    throw refusal(`${file}: regression needs a column with predictions`, "Set `prediction-column`.");
  }
  const wrong = !labels.numeric ? "labels" : !predictions.numeric ? "predictions" : undefined;
  if (wrong === undefined) return;
  throw refusal(
    `${file}: the ${wrong} are not all numbers, which regression needs`,
    "Set `task` to binary or multiclass if they are classes.",
  );
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "PREDICTIONS_INVALID", message, hint });
}
