import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { linesField, numberField } from "../../src/runner/input-fields.ts";
import { parseMethodChoice } from "../../src/runner/parse-method-choice.ts";

/** `delay: psi >= 0.2`, one a line. */
function methodsField() {
  return linesField().transform((lines, context) =>
    lines.map((line) => {
      const choice = parseMethodChoice(line);
      if ("choice" in choice) return choice.choice;
      context.addIssue({ code: "custom", message: choice.fault });
      return z.NEVER;
    }),
  );
}

/** Inputs of the drift action: the one source of their names, descriptions and defaults. */
export const DriftInputs = z.strictObject({
  model: ModelName.describe("Name of the model whose data these are, as in `.github/pawl.yml`."),
  dataset: ModelName.optional().describe(
    "Name of the dataset, as under `data:` of the model. Without it the model's only dataset that has a name.",
  ),
  key: ModelName.optional().describe(
    "Tells apart several drift checks of one model in one workflow run. Without it the dataset's name.",
  ),
  current: linesField().describe(
    "Files, folders, globs or URLs of the data to judge now, one a line: CSV, CSV.gz, Parquet, JSON lines or Arrow.",
  ),
  reference: linesField()
    .prefault("ledger")
    .describe(
      "What the current data are compared with: `ledger` for the newest data of the default branch that were accepted, or one batch a line: a file, folder, glob, URL or `data.json`.",
    ),
  batches: numberField({ min: 1, max: 60, integer: true })
    .prefault("1")
    .describe("With `ledger`: how many different accepted datasets, newest first, are the reference."),
  methods: methodsField()
    .prefault("")
    .describe(
      "Methods to compute beside the rule, one a line, as `column: method` or `column: method >= threshold`; `*` is every column. From its threshold on a score is drift.",
    ),
  alpha: numberField({ min: 0.000001, max: 0.5 })
    .optional()
    .describe("How often a change may be reported that is only chance: the false discovery rate over all columns."),
  "fail-on": z
    .enum(["drift", "never"])
    .default("drift")
    .describe("`drift` fails the step where there is drift; `never` leaves that to the reader."),
  "working-directory": z
    .string()
    .max(500)
    .default(".")
    .describe("Folder to which the paths of the other inputs are relative."),
  "github-token": z.string().max(2000).optional().describe("Token with which the reference is read from the ledger."),
});
export type DriftInputs = z.infer<typeof DriftInputs>;

/** Outputs of the drift action with what they hold; `index.ts` writes exactly these. */
export const DRIFT_OUTPUTS = {
  verdict: "`drift`, `stable` or `inconclusive`.",
  outcome: "`succeeded`, or `failed` where the data could not be read.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  "drifted-columns": "Names of the columns that have drifted, as a JSON list.",
  folder: "Folder in which the evidence is kept on the runner.",
} as const;
export type DriftOutputs = Readonly<Record<keyof typeof DRIFT_OUTPUTS, string | undefined>>;
