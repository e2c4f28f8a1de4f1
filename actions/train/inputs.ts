import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { flagField, linesField, numberField } from "../../src/runner/input-fields.ts";
import { LogReaderChoice } from "../../src/runner/readers/log-readers.ts";

/** Inputs of the train action: the one source of their names, descriptions and defaults. */
export const TrainInputs = z.strictObject({
  model: ModelName.describe("Name of the model, as in `.github/pawl.yml`."),
  command: z
    .string()
    .max(100_000)
    .optional()
    .describe(
      "What trains it: a script for `bash -eo pipefail`, of one line or many. Its exit code becomes the step's. Needed unless `reread` is given.",
    ),
  key: ModelName.optional().describe(
    "Tells apart several runs of one model in one workflow run: a matrix cell, a seed.",
  ),
  "working-directory": z
    .string()
    .max(500)
    .default(".")
    .describe("Folder in which the command runs and to which the other paths are relative."),
  params: z
    .string()
    .max(500)
    .optional()
    .describe(
      "Parameter file (YAML, JSON or TOML). Without it `params.yaml`, `params.yml`, `params.json` or `params.toml` is read, where exactly one is there.",
    ),
  parameters: linesField()
    .prefault("")
    .describe("Further parameters, one `name=value` a line; the value is typed as in YAML. They win over the file's."),
  data: linesField()
    .prefault("")
    .describe(
      "Data sets whose identity is recorded, one `path` or `name=path` a line: a file, a folder or a `.dvc` file. Without it those of the model in `.github/pawl.yml`.",
    ),
  outputs: linesField()
    .prefault("")
    .describe("Files that the command leaves, as paths or globs, one a line; their digests are recorded."),
  reader: LogReaderChoice.default("auto").describe(
    "Which log reader finds metrics and curves; `auto` tries all of them.",
  ),
  "log-path": z
    .string()
    .max(500)
    .optional()
    .describe("File or folder to read metrics from, instead of looking through the working directory."),
  python: z
    .string()
    .max(500)
    .optional()
    .describe("Python whose version and packages are recorded. Without it that of the active environment or the PATH."),
  "timeout-minutes": numberField({ min: 0.01, max: 60 * 24 * 35 })
    .optional()
    .describe(
      "After this time the command is ended, and evidence says so. Set it below the job's own timeout, which leaves none.",
    ),
  "grace-period": numberField({ min: 0, max: 3600 })
    .prefault("30")
    .describe(
      "Seconds between asking the command to stop and killing it. When a job is cancelled, GitHub leaves about 8.",
    ),
  "hourly-price": numberField({ min: 0, max: 100_000 })
    .optional()
    .describe("Price of an hour of this runner; the run's cost is recorded."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be three capital letters, like USD")
    .default("USD")
    .describe("Currency of `hourly-price`."),
  fresh: flagField()
    .prefault("false")
    .describe("`true` trains also where an accepted run with the same inputs could be reused."),
  reread: z
    .string()
    .max(1000)
    .optional()
    .describe(
      "Kept folder of an earlier run of this commit: reads its logs and writes its evidence again, without training.",
    ),
  "cache-paths": linesField()
    .prefault("")
    .describe(
      "Files and folders to restore before the command and to save after it, one a line: an environment, downloaded data.",
    ),
  "cache-key-files": linesField()
    .prefault("")
    .describe("Files or globs whose content is the cache's key, one a line, like `requirements.txt`."),
  "github-token": z
    .string()
    .max(2000)
    .optional()
    .describe("Token with which the ledger is read, to find a run that can be reused. The command does not get it."),
});
export type TrainInputs = z.infer<typeof TrainInputs>;

/** Outputs of the train action with what they hold; `index.ts` writes exactly these. */
export const TRAIN_OUTPUTS = {
  outcome: "`succeeded`, `failed`, `timed-out` or `cancelled`.",
  "exit-code": "Exit code of the command.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  folder: "Folder in which evidence and log are kept on the runner; the value for `reread`.",
  metrics: "Final metrics as a JSON object.",
  "input-digest": "Digest of everything that went into the training; empty where the model is not configured.",
  reused: "`true` where an earlier run with the same inputs was reused instead of training.",
  "reused-workflow-run": "Id of the workflow run that was reused; empty otherwise.",
} as const;
export type TrainOutputs = Readonly<Record<keyof typeof TRAIN_OUTPUTS, string | number | boolean | undefined>>;

/** Outputs of the step before it, which decides what is cached. */
export const PREPARE_OUTPUTS = ["cache-key", "cache-restore-keys", "cache-paths"] as const;
