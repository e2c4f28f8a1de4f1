import { z } from "zod";
import { DRIFT_BOUND_NAMES } from "../../src/core/drift/drift-bound.ts";
import { Instant } from "../../src/core/evidence/limits.ts";
import { ModelName } from "../../src/core/evidence/names.ts";
import { linesField, numberField } from "../../src/runner/input-fields.ts";
import { parseDriftBound } from "../../src/runner/parse-drift-bound.ts";
import { parseMethodChoice } from "../../src/runner/parse-method-choice.ts";
import { DATASET_INPUTS } from "../dataset-inputs.ts";
import { column, PREDICTION_INPUTS } from "../prediction-inputs.ts";

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

/** A moment in UTC, to the second where it has no fraction of one. */
function instantField() {
  return z.string().transform((value, context) => {
    const instant = value.trim().replace(/(T\d\d:\d\d)Z$/, "$1:00Z");
    if (Instant.safeParse(instant).success) return new Date(instant).toISOString().replace(".000Z", "Z");
    context.addIssue({
      code: "custom",
      message: `must be a moment in UTC like 2026-11-26T03:17:00Z, but is "${value.slice(0, 60)}"`,
    });
    return z.NEVER;
  });
}

/** Inputs of the drift action: the one source of their names, descriptions and defaults. */
export const DriftInputs = z.strictObject({
  model: ModelName.describe("Name of the model whose data these are, as in `.github/pawl.yml`."),
  dataset: ModelName.optional().describe(
    "Name of the dataset, as under `data:` of the model. Without it what `drift:` of the model names, or its only dataset that has a name.",
  ),
  key: ModelName.optional().describe(
    "Tells apart several drift checks of one model in one workflow run. Without it the dataset's name.",
  ),
  current: linesField().describe(
    "Files, folders, globs or addresses (https, s3) of the data to judge now, one a line: CSV, CSV.gz, Parquet or JSON lines.",
  ),
  reference: linesField()
    .optional()
    .describe(
      "What the current data are compared with: `champion` for parts of the data that the champion was trained on, `ledger` for the newest data of the default branch that were accepted, both with the windows since that joined them, or one batch a line: a file, folder, glob, address or `data.json`. Without it what `drift:` of the model says, or `ledger`.",
    ),
  batches: numberField({ min: 1, max: 60, integer: true })
    .optional()
    .describe(
      "With `champion` and `ledger`: how many reference batches there are at most, the newest. Without it what `drift:` of the model says, or 28.",
    ),
  "window-start": instantField()
    .optional()
    .describe(
      "Rows of an earlier `time` are left out: a moment in UTC, as the App passes it. Without it the window of `drift:` before `window-end`.",
    ),
  "window-end": instantField()
    .optional()
    .describe(
      "Rows of this `time` and later ones are left out. Without it, where `drift:` of the model has a window, the time at which the check was last due.",
    ),
  methods: parsedLines(parseMethodChoice)
    .prefault("")
    .describe(
      "Methods to compute beside the rule, one a line, as `column: method`, `column: method >= threshold`, or of tests `column: method < p-value`; `*` is every column. They change no verdict; one that reaches its threshold fails the step as drift does.",
    ),
  bounds: parsedLines(parseDriftBound)
    .prefault("")
    .describe(
      `From where a change counts, one bound a line, as \`name: number\`, over those of \`drift:\` of the model: ${DRIFT_BOUND_NAMES.map((name) => `\`${name}\``).join(", ")}.`,
    ),
  predictions: linesField()
    .prefault("")
    .describe(
      "What the serving model predicted: files, folders or globs of this machine, one a line; CSV, CSV.gz, Parquet or JSON lines. Without it only data are compared.",
    ),
  labels: linesField()
    .prefault("")
    .describe(
      "Labels that have arrived since, as files of ids and labels, one a line. Without it labels are looked for in the predictions.",
    ),
  "trained-ids": linesField()
    .prefault("")
    .describe("Files of ids that the model was trained on, one a line: their rows are not judged."),
  ...PREDICTION_INPUTS,
  "time-column": column("Column of the predictions with the time at which they were made. Without it `time`."),
  "label-id-column": column("Column of `labels` that says of which prediction a label is. Without it `id`."),
  "arrived-label-column": column("Column of `labels` with the truth. Without it `label`."),
  "label-time-column": column(
    "Column of `labels` with the time at which a label came: the newest counts. Without it `time`, where there is one.",
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
  skipped: "`true` where this check is another workflow run's, so that nothing was done.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  "metrics-file": "Path of the same numbers in Prometheus' text format.",
  "drifted-columns": "Names of the columns that have drifted, as a JSON list.",
  folder: "Folder in which the evidence is kept on the runner.",
} as const;
export type DriftOutputs = Readonly<Record<keyof typeof DRIFT_OUTPUTS, string | undefined>>;
