import { z } from "zod";
import { Severity } from "../dataset/check.ts";
import { label } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { DriftConfig, LabelsConfig, RetrainConfig } from "./monitoring-config.ts";
import type { DriftPlan, LabelsPlan, RetrainPlan } from "./monitoring-plan.ts";
import { PromotionConfig } from "./promotion-config.ts";
import type { EnvironmentPlan } from "./promotion-plan.ts";

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

const Share = z.number().min(0).max(1);
const columnName = (what: string) => label().describe(what);
const path = (what: string) => label(500).describe(what);
const severity = Severity.describe("`error` fails the check run, `warning` is shown, `info` is listed.");

/** Checks beyond a contract: about two sets of rows, or about a label. Each is on when its key is there. */
export const DatasetChecks = z.strictObject({
  "train-test": z
    .strictObject({
      test: path("The test data; the dataset itself is the training data."),
      "max-row-overlap": Share.default(0).describe("Share of the test rows that may also be training rows."),
      "max-id-overlap": Share.default(0).describe(
        "Share of the test data's ids that may also be in the training data.",
      ),
      "in-time-order": z
        .boolean()
        .default(true)
        .describe("With `time`: the test data has to begin after the training data ends."),
      severity: severity.default("error"),
    })
    .optional()
    .describe("Leakage between training and test data."),
  "predictive-column": z
    .strictObject({
      "max-auc": z
        .number()
        .min(0.5)
        .max(1)
        .default(0.98)
        .describe(
          "A single column that separates the classes of the label better than this is suspected of knowing it.",
        ),
      except: z.array(columnName("Name of a column.")).max(100).default([]).describe("Columns that may."),
      severity: severity.default("warning"),
    })
    .optional()
    .describe("A single column that predicts the label: usually it was written after the label was known."),
  "conflicting-labels": z
    .strictObject({
      "max-share": Share.default(0).describe("Share of the rows that may have a twin with another label."),
      severity: severity.default("warning"),
    })
    .optional()
    .describe("Rows that are equal in everything but the label."),
  "class-balance": z
    .strictObject({
      "min-share": Share.default(0).describe("Share of the rows that each class must have at least."),
      "max-change": Share.default(0.1).describe("By how much a class's share may differ from the reference's."),
      severity: severity.default("warning"),
    })
    .optional()
    .describe("Shares of the label's classes."),
  "new-categories": z
    .strictObject({
      "max-share": Share.default(0.005).describe("Share of the rows of a column that may have a new category."),
      except: z.array(columnName("Name of a column.")).max(100).default([]).describe("Columns that may."),
      severity: severity.default("warning"),
    })
    .optional()
    .describe("Categories that the reference dataset does not have."),
  skew: z
    .strictObject({
      with: path("The other values of the same entities: what was served online, or what an online store holds."),
      "max-share": Share.default(0.01).describe("Share of the joined rows of a column that may differ."),
      tolerance: z.number().min(0).default(1e-9).describe("Relative difference up to which two numbers are the same."),
      columns: z
        .array(columnName("Name of a column."))
        .max(200)
        .default([])
        .describe("All common columns if not given."),
      severity: severity.default("error"),
    })
    .optional()
    .describe("Training-serving skew: values of the same `id` in two files."),
});
export type DatasetChecks = z.infer<typeof DatasetChecks>;

export const DatasetConfig = z.strictObject({
  name: ModelName.optional().describe(
    "Name in reports, and of the data evidence. The path if not given; needed where the dataset is validated.",
  ),
  path: label(500).describe(
    "File, folder, glob or .dvc pointer, relative to the root of the repository. A change of it is a change of the data.",
  ),
  contract: path("The data contract: Open Data Contract Standard v3, usually `*.odcs.yaml`.").optional(),
  workflow: label(100)
    .regex(/^[^/\\]+\.ya?ml$/)
    .optional()
    .describe("File name of the workflow in .github/workflows that validates this dataset; the model's if not given."),
  label: columnName("Column with the truth.").optional(),
  id: z.array(columnName("Name of a column.")).max(20).default([]).describe("Columns that together name a row."),
  time: columnName("Column with the time of the row.").optional(),
  "show-categories": z
    .array(columnName("Name of a column."))
    .max(200)
    .default([])
    .describe("Columns whose category names may stand in evidence and comments. Others appear as a hash."),
  checks: DatasetChecks.prefault({}).describe("Checks beyond the contract."),
});
export type DatasetConfig = z.infer<typeof DatasetConfig>;

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
    .describe(
      "Columns of the predictions file by whose values the metrics are shown separately. A drift check against files judges the rows of each value by themselves as well, where the data have such a column.",
    ),
  data: z.array(DatasetConfig).max(40).default([]).describe("Data sets whose identity is recorded with every run."),
  evaluation: z
    .strictObject({
      paths: globs("Evaluation code. When it changes, the baseline is no longer comparable.").default([]),
      data: globs("Test data, or pointers to it. When it changes, the baseline is no longer comparable.").default([]),
    })
    .prefault({})
    .describe("What judges the model, so that a change of the judge is noticed."),
  promotion: PromotionConfig.optional().describe(
    "Who may promote this model, and by what rules; an environment here replaces that of the whole repository.",
  ),
  drift: DriftConfig.optional().describe(
    "When and how the data that the model now sees are compared with those it knows.",
  ),
  labels: LabelsConfig.optional().describe("When the truth about a prediction becomes known."),
  retrain: RetrainConfig.optional().describe(
    "When a retraining pull request is opened, and what it changes; none if not given.",
  ),
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
    promotion: PromotionConfig.optional().describe("Environments and the rules of their gates, for all models."),
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

/** A dataset of a model, in the terms that the rest of the code uses. */
export interface DatasetPlan {
  readonly name: string;
  readonly path: string;
  /** Undefined: the dataset has no name that could be a key, so no data evidence. */
  readonly key: string | undefined;
  readonly contract: string | undefined;
  /** File name of the workflow whose data evidence counts. */
  readonly workflow: string;
  readonly label: string | undefined;
  readonly id: readonly string[];
  readonly time: string | undefined;
  readonly showCategories: readonly string[];
  readonly checks: DatasetChecks;
}

/** A model of the configuration, in the terms that the rest of the code uses. */
export interface ModelPlan {
  readonly name: string;
  readonly paths: readonly string[];
  readonly workflow: string;
  readonly primaryMetric: ChosenMetric;
  readonly metrics: readonly ChosenMetric[];
  readonly slices: readonly string[];
  readonly data: readonly DatasetPlan[];
  readonly evaluationPaths: readonly string[];
  readonly evaluationData: readonly string[];
  /** In the configuration's order; empty where nothing is promoted. */
  readonly environments: readonly EnvironmentPlan[];
  /** Undefined: nobody looks for drift. */
  readonly drift?: DriftPlan | undefined;
  readonly labels?: LabelsPlan | undefined;
  /** Undefined: drift opens no pull request. */
  readonly retrain?: RetrainPlan | undefined;
}

export interface Project {
  readonly models: readonly ModelPlan[];
  readonly staleAfterDays: number;
}
