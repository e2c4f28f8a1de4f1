import { z } from "zod";
import { label } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { AlarmShare, FalseAlarms } from "./alarm-terms.ts";
import { Duration } from "./duration.ts";

const WorkflowFile = z
  .string()
  .max(100)
  .regex(/^[^/\\]+\.ya?ml$/);

export const DriftConfig = z.strictObject({
  schedule: z
    .string()
    .max(100)
    .optional()
    .describe(
      'When the check is due, as cron: minute, hour, day of the month, month, weekday, like "17 3 * * 1". Without it only people and the workflow itself start one.',
    ),
  "time-zone": z
    .string()
    .max(60)
    .default("UTC")
    .describe("Time zone of `schedule`, as in the IANA data base: Europe/Berlin."),
  workflow: WorkflowFile.default("drift.yml").describe(
    "File name of the workflow in .github/workflows that looks for drift.",
  ),
  dataset: ModelName.optional().describe(
    "Name of the dataset, as under `data`. Without it the model's only dataset that has a name.",
  ),
  reference: z
    .enum(["champion", "accepted"])
    .default("champion")
    .describe(
      "What the current data are compared with: `champion` for what the champion was trained on, cut into batches, `accepted` for the newest data of the default branch that kept their contract. Windows since that did not drift join them.",
    ),
  batches: z
    .int()
    .min(1)
    .max(60)
    .default(28)
    .describe(
      "How many reference batches there are at most, the newest: parts of the champion's training data or accepted data, and windows since.",
    ),
  weekly: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe(
      "Compare with windows of the same weekday only: `auto` where the windows differ by weekday more than within one, `on` always, `off` never. At least eight of the weekday have to be there.",
    ),
  window: Duration.optional().describe(
    "Length of the current window, which ends when the check is due: 7d. The workflow then gets `window-start` and `window-end`, and rows outside are left out where the dataset has a `time`.",
  ),
  grace: Duration.default("6h").describe("A check that has no result so long after it was due is late."),
  alarm: AlarmShare.default("2 of 3").describe(
    "How many of the last windows have to drift before people are told: `2 of 3`. A gross change is told at once. Windows of a broken feed are not counted.",
  ),
  "false-alarms": FalseAlarms.optional().describe(
    "How many alarms without drift are put up with, as `1 per 90d`: the level of the drift rule is set by simulating the checks of `schedule`. Without it the rule's own level.",
  ),
  bounds: z
    .record(label(60), z.number())
    .default({})
    .describe("From where a change counts; the names are those of the input `bounds` of actions/drift."),
});
export type DriftConfig = z.infer<typeof DriftConfig>;

export const LabelsConfig = z.strictObject({
  delay: Duration.describe("So long after the prediction a row's label has usually arrived: 14d."),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(0.95)
    .describe("Performance is provisional until this share of the window's rows has its label."),
});
export type LabelsConfig = z.infer<typeof LabelsConfig>;

/** One change of one file that makes the next training another one. */
export const EditConfig = z.strictObject({
  file: label(300).describe("YAML, JSON or TOML file, relative to the root of the repository."),
  pointer: z
    .string()
    .max(300)
    .regex(/^(\/[^/]+)+$/, "must be a JSON pointer, like /data/end")
    .describe("Where the value stands, as JSON pointer: /data/end. The value has to be there already."),
  value: z
    .union([z.string().max(500), z.number(), z.boolean()])
    .describe(
      "What is written there. `{window-start}`, `{window-end}` (with time), `{window-start-date}`, `{window-end-date}`, `{model}`, `{count}` (of this model's retrainings) are replaced.",
    ),
});
export type EditConfig = z.infer<typeof EditConfig>;

export const RetrainConfig = z.strictObject({
  open: z
    .enum(["auto", "command"])
    .default("auto")
    .describe("`auto`: windows that drift open the retraining pull request; `command`: only `/pawl retrain` does."),
  failed: z.int().min(1).max(50).default(2).describe("So many of the last `of` windows have to drift."),
  of: z.int().min(1).max(50).default(5).describe("How many of the last windows count."),
  "performance-drop": z
    .number()
    .positive()
    .optional()
    .describe(
      "At once where the primary metric, with labels that have arrived, is worse than the champion's evaluation by more than this, in the metric's own unit.",
    ),
  "min-interval": Duration.default("24h").describe("Between two retraining pull requests of the model."),
  cooldown: Duration.default("7d").describe("After one was merged or closed."),
  "gpu-hours-per-month": z
    .number()
    .positive()
    .optional()
    .describe("Budget: where this month's retrainings of the model have used it up, none is opened."),
  "worse-by": z
    .number()
    .gt(1)
    .default(1.5)
    .describe("A cause that people closed comes back when its largest change is this many times larger."),
  workflow: WorkflowFile.optional().describe(
    "File name of the workflow in .github/workflows that trains; the model's if not given.",
  ),
  edits: z
    .array(EditConfig)
    .max(20)
    .default([])
    .describe("Changes that the pull request makes. Without them the training workflow itself commits what changes."),
  labels: z.array(label(50)).max(10).default(["retraining"]).describe("Labels of the pull request."),
});
export type RetrainConfig = z.infer<typeof RetrainConfig>;
