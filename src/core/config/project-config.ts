import { z } from "zod";
import { label } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";

// No `.refine` here: this schema is converted to JSON Schema for editors. Checks that need more than one key are in
// check-models.ts.

const globs = (what: string) =>
  z
    .array(label(300))
    .max(100)
    .describe(
      `${what} Globs relative to the root of the repository: "*" stays in one folder, "**" crosses folders, a folder means everything in it, "!" in front takes out again what an earlier glob selected.`,
    );

export const MetricDirection = z.enum(["higher", "lower"]);
export type MetricDirection = z.infer<typeof MetricDirection>;

export const MetricConfig = z.strictObject({
  name: label().describe("Name of the metric as the evaluation reports it."),
  direction: MetricDirection.optional().describe(
    "Which way is better. Known for the usual metrics; needed for a metric of your own.",
  ),
  margin: z
    .number()
    .nonnegative()
    .optional()
    .describe("A difference smaller than this does not matter. In the metric's own unit; 0 if not given."),
});
export type MetricConfig = z.infer<typeof MetricConfig>;

const MetricChoice = z.union([label(), MetricConfig]);

export const DatasetConfig = z.strictObject({
  name: ModelName.optional().describe("Name in reports. The path if not given."),
  path: label(500).describe("File, folder or .dvc pointer, relative to the root of the repository."),
});

export const ModelConfig = z.strictObject({
  paths: globs("Files whose change means that the model has to be trained again.").min(1),
  workflow: label(100)
    .regex(/^[^/\\]+\.ya?ml$/)
    .default("train.yml")
    .describe("File name of the workflow in .github/workflows that trains and evaluates this model."),
  "primary-metric": MetricChoice.describe("The metric that decides whether a change is better."),
  metrics: z.array(MetricChoice).max(40).default([]).describe("Further metrics to show first, in this order."),
  slices: z
    .array(label().describe("Name of a column."))
    .max(20)
    .default([])
    .describe("Columns of the predictions file by whose values the metrics are shown separately."),
  data: z.array(DatasetConfig).max(40).default([]).describe("Data sets whose identity is recorded with every run."),
  evaluation: z
    .strictObject({
      paths: globs("Evaluation code. When it changes, the baseline is no longer comparable.").default([]),
      data: globs("Test data, or pointers to it. When it changes, the baseline is no longer comparable.").default([]),
    })
    .prefault({})
    .describe("What judges the model, so that a change of the judge is noticed."),
});
export type ModelConfig = z.infer<typeof ModelConfig>;

export const ProjectConfig = z
  .strictObject({
    models: z.record(ModelName, ModelConfig).describe("One entry for each model of this repository, by name."),
    report: z
      .strictObject({
        "stale-after-days": z
          .int()
          .positive()
          .max(3650)
          .default(14)
          .describe("A baseline older than this is marked as stale."),
      })
      .prefault({})
      .describe("How the report on a pull request looks."),
  })
  .describe("Configuration of Pawl, read from the base branch of a pull request.");
export type ProjectConfig = z.infer<typeof ProjectConfig>;

/** A metric with everything filled in that the configuration may leave out. */
export interface ChosenMetric {
  readonly name: string;
  readonly direction: MetricDirection;
  /** In the metric's own unit. */
  readonly margin: number;
}

/** A model of the configuration, in the terms that the rest of the code uses. */
export interface ModelPlan {
  readonly name: string;
  readonly paths: readonly string[];
  readonly workflow: string;
  readonly primaryMetric: ChosenMetric;
  readonly metrics: readonly ChosenMetric[];
  readonly slices: readonly string[];
  readonly data: readonly { readonly name: string; readonly path: string }[];
  readonly evaluationPaths: readonly string[];
  readonly evaluationData: readonly string[];
}

export interface Project {
  readonly models: readonly ModelPlan[];
  readonly staleAfterDays: number;
}
