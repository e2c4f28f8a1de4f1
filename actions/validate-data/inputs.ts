import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { flagField, linesField } from "../../src/runner/input-fields.ts";
import { DATASET_INPUTS } from "../dataset-inputs.ts";

/** Inputs of the validate-data action: the one source of their names, descriptions and defaults. */
export const ValidateDataInputs = z.strictObject({
  model: ModelName.describe("Name of the model whose data these are, as in `.github/pawl.yml`."),
  dataset: ModelName.optional().describe(
    "Name of the dataset, as under `data:` of the model. Without it the model's only dataset that has a name.",
  ),
  data: linesField()
    .prefault("")
    .describe(
      "Files, folders, globs or addresses (https, s3) of the data, one a line: CSV, CSV.gz, Parquet or JSON lines. Without it the `path` that `.github/pawl.yml` gives the dataset.",
    ),
  contract: z
    .string()
    .max(500)
    .optional()
    .describe("The data contract, or `none`. Without it the one that `.github/pawl.yml` gives the dataset."),
  reference: z
    .string()
    .max(1000)
    .default("auto")
    .describe(
      "The earlier data whose profile decides the bins: `auto` for those of the merge base or the default branch on the ledger, `none` to choose new bins, or a `data.json`.",
    ),
  "show-values": flagField()
    .prefault("false")
    .describe(
      "`true` shows the first 20 bad rows with their values in the job summary, which everybody can read who can read the repository.",
    ),
  "fail-on": z
    .enum(["error", "warning", "never"])
    .default("error")
    .describe("From which severity on a broken rule fails the step: `error`, `warning`, or `never`."),
  ...DATASET_INPUTS,
});
export type ValidateDataInputs = z.infer<typeof ValidateDataInputs>;

/** Outputs of the validate-data action with what they hold; `index.ts` writes exactly these. */
export const VALIDATE_DATA_OUTPUTS = {
  verdict: "`pass`, `fail` or `inconclusive`.",
  outcome: "`succeeded`, or `failed` where data or contract could not be read.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  folder: "Folder in which the evidence is kept on the runner.",
  "failed-checks": "How many rules are broken, of any severity.",
  rows: "How many rows the data have.",
} as const;
export type ValidateDataOutputs = Readonly<Record<keyof typeof VALIDATE_DATA_OUTPUTS, string | number | undefined>>;
