import { z } from "zod";
import { EvaluationTask } from "../src/core/evidence/evaluation-evidence.ts";
import { listField, numberField } from "../src/runner/input-fields.ts";

/** The name of a column. */
export const column = (what: string) => z.string().max(200).optional().describe(what);

/** `cat=p_cat, dog=p_dog` */
function classScoresField() {
  return listField().transform((entries, context) =>
    entries.map((entry) => {
      const [, name, column] = /^([^=]+)=(.+)$/.exec(entry) ?? [];
      if (name !== undefined && column !== undefined) return { name: name.trim(), column: column.trim() };
      context.addIssue({ code: "custom", message: `"${entry.slice(0, 60)}" is not of the form class=column` });
      return z.NEVER;
    }),
  );
}

/** Inputs that say what the columns of predictions are. */
export const PREDICTION_INPUTS = {
  task: EvaluationTask.optional().describe(
    "`binary`, `multiclass` or `regression`. Without it the columns and their values tell.",
  ),
  "id-column": column(
    "Column that identifies a row, needed for paired comparisons. Without it `id`, where there is one.",
  ),
  "label-column": column("Column with the truth. Without it `label`."),
  "prediction-column": column(
    "Column with the predicted class or quantity. Without it `prediction`, where there is one.",
  ),
  "score-column": column(
    "Binary: column with the score of the positive class. Without it `score`, where there is one.",
  ),
  "score-columns": classScoresField()
    .prefault("")
    .describe("Multiclass: the score column of each class, as `class=column`, separated by commas or lines."),
  "positive-label": z
    .string()
    .max(200)
    .optional()
    .describe("Binary: the label that counts as positive. Known for 0/1, −1/1, false/true, no/yes, negative/positive."),
  threshold: numberField({ min: -1e300, max: 1e300 })
    .optional()
    .describe("Binary without predictions: a score of at least this is positive. 0.5 for scores from 0 to 1."),
} as const;
