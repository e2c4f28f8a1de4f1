import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { OciDigest } from "../../src/core/evidence/oci-digest.ts";
import { listField, numberField } from "../../src/runner/input-fields.ts";
import { PREDICTION_INPUTS } from "../prediction-inputs.ts";

/** Inputs of the evaluate action: the one source of their names, descriptions and defaults. */
export const EvaluateInputs = z.strictObject({
  model: ModelName.describe("Name of the model, as in `.github/pawl.yml`."),
  predictions: z
    .string()
    .max(1000)
    .optional()
    .describe(
      "The predictions: CSV, CSV.gz, Parquet or JSON lines, one row for each row of the test data. Where train reused an earlier run, that run's predictions are taken instead.",
    ),
  command: z
    .string()
    .max(100_000)
    .optional()
    .describe("What writes the predictions, where the training does not: a script for `bash -eo pipefail`."),
  key: ModelName.optional().describe(
    "Tells apart several evaluations of one model in one workflow run; the same as train's.",
  ),
  "working-directory": z
    .string()
    .max(500)
    .default(".")
    .describe("Folder in which the command runs and to which the other paths are relative."),
  ...PREDICTION_INPUTS,
  slices: listField()
    .prefault("")
    .describe(
      "Columns by whose values the metrics are shown separately, separated by commas or lines. Without it those of the model in `.github/pawl.yml`.",
    ),
  "custom-metrics": z
    .string()
    .max(1000)
    .optional()
    .describe("JSON file with further metrics that the command computed, as numbers by name."),
  baseline: z
    .string()
    .max(1000)
    .default("auto")
    .describe(
      "What to compare with: `auto` for the predictions of the merge base or the nearest earlier commit of the default branch, `none`, or a file.",
    ),
  champion: z
    .string()
    .max(1000)
    .default("auto")
    .describe(
      "The version that serves: `auto` for the predictions of the version that holds the model's first alias, `none`, or a file.",
    ),
  "champion-package": OciDigest.optional().describe(
    "With a file in `champion`: digest of the package whose model made it, the output `digest` of `actions/pull`. It says that the champion was judged again, on this test data.",
  ),
  "timeout-minutes": numberField({ min: 0.01, max: 60 * 24 * 35 })
    .optional()
    .describe("After this time the command is ended, and evidence says so."),
  "grace-period": numberField({ min: 0, max: 3600 })
    .prefault("30")
    .describe("Seconds between asking the command to stop and killing it."),
  "github-token": z
    .string()
    .max(2000)
    .optional()
    .describe("Token with which the baseline is found and downloaded. The command does not get it."),
});
export type EvaluateInputs = z.infer<typeof EvaluateInputs>;

/** Outputs of the evaluate action with what they hold; `index.ts` writes exactly these. */
export const EVALUATE_OUTPUTS = {
  outcome: "`succeeded`, `failed`, `timed-out` or `cancelled`.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  predictions: "Path of the predictions as they are uploaded; empty where there are none or they are too large.",
  "predictions-artifact-name": "Name under which the predictions are uploaded.",
  folder: "Folder in which evidence and predictions are kept on the runner.",
  metrics: "Overall metrics as a JSON object.",
} as const;
export type EvaluateOutputs = Readonly<Record<keyof typeof EVALUATE_OUTPUTS, string | undefined>>;
