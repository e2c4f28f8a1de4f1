import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { linesField, numberField } from "../../src/runner/input-fields.ts";
import { DRIFT_BOUND_NAMES, parseDriftBound } from "../../src/runner/parse-drift-bound.ts";
import { parseMethodChoice } from "../../src/runner/parse-method-choice.ts";
import { DATASET_INPUTS } from "../dataset-inputs.ts";

/** Entries on lines of their own, each read by `parse`. */
function parsedLines<Entry>(parse: (line: string) => { readonly entry: Entry } | { readonly fault: string }) {
  return linesField().transform((lines, context) =>
    lines.map((line) => {
      const parsed = parse(line);
      if ("entry" in parsed) return parsed.entry;
      context.addIssue({ code: "custom", message: parsed.fault });
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
    "Files, folders, globs or addresses (https, s3) of the data to judge now, one a line: CSV, CSV.gz, Parquet or JSON lines.",
  ),
  reference: linesField()
    .prefault("ledger")
    .describe(
      "What the current data are compared with: `ledger` for the newest data of the default branch that were accepted, or one batch a line: a file, folder, glob, address or `data.json`.",
    ),
  batches: numberField({ min: 1, max: 60, integer: true })
    .prefault("1")
    .describe("With `ledger`: how many different accepted datasets, newest first, are the reference."),
  methods: parsedLines(parseMethodChoice)
    .prefault("")
    .describe(
      "Methods to compute beside the rule, one a line, as `column: method`, `column: method >= threshold`, or of tests `column: method < p-value`; `*` is every column. They change no verdict; one that reaches its threshold fails the step as drift does.",
    ),
  bounds: parsedLines(parseDriftBound)
    .prefault("")
    .describe(
      `From where a change counts, one bound a line, as \`name: number\`: ${DRIFT_BOUND_NAMES.map((name) => `\`${name}\``).join(", ")}.`,
    ),
  "fail-on": z
    .enum(["drift", "never"])
    .default("drift")
    .describe("`drift` fails the step where there is drift; `never` leaves that to the reader."),
  ...DATASET_INPUTS,
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
