import type { Sentence } from "../report/sentence.ts";
import { sentenceToText } from "../report/sentence.ts";
import type { FoundDataset } from "./detect-data.ts";
import type { FoundMetric } from "./detect-metrics.ts";
import type { DetectedProject } from "./detect-project.ts";
import type { Guess } from "./project-source.ts";
import type { WorkflowNames } from "./workflow-names.ts";
import { yamlList, yamlScalar } from "./yaml-text.ts";

const HEAD = `# yaml-language-server: $schema=https://raw.githubusercontent.com/pawl-ml/pawl/v1/templates/pawl.schema.json
#
# Written from what was found in this repository; the reasons stand beside it. Correct it: nothing here is more than a guess.
# Every key: https://github.com/pawl-ml/pawl/blob/main/docs/configuration.md
models:`;

const PROMOTION = `
# Who may promote a version, and by what rules: https://github.com/pawl-ml/pawl/blob/main/docs/gate.md
# promotion:
#   environments:
#     production:
#       workflow: deploy.yml
#       gate:
#         all:
#           - metric: { versus: champion, at-least: non-inferior }
#           - approvals: { count: 1 }
`;

/** Text of `.github/pawl.yml`: what was found, each line with its reason, and what was not found as a comment. */
export function renderConfig(project: DetectedProject, workflows: WorkflowNames): string {
  const { model, paths, judges, data } = project;
  const evaluation = [
    ...(judges.length === 0 ? [] : [`      paths: ${yamlList(judges)} # judges the model`]),
    ...(data.test.length === 0 ? [] : [`      data: ${yamlList(data.test)} # the test data, by their name`]),
  ];
  return `${[
    HEAD,
    `  ${model.value}: ${because(model.why)}`,
    "    # Whoever touches one of these files changes the model.",
    `    paths: ${yamlList(paths)}`,
    ...(workflows.train === "train.yml" ? [] : [`    workflow: ${workflows.train}`]),
    ...metricLines(project),
    "    # slices: [] # not looked for: columns of the predictions by whose values the metrics are shown separately",
    ...dataLines(project, workflows),
    ...(evaluation.length === 0
      ? ["    # evaluation: { paths: [], data: [] } # not found: what judges the model"]
      : ["    evaluation:", ...evaluation]),
    '    # drift: { schedule: "17 3 * * 1" } # a weekly check, with templates/workflows/drift.yml',
  ].join("\n")}\n${PROMOTION}`;
}

function metricLines({ primaryMetric, metrics, task }: DetectedProject): readonly string[] {
  const others = metrics.length === 0 ? [] : [`    metrics: [${metrics.map(metricText).join(", ")}] # found beside it`];
  if (primaryMetric !== undefined) {
    return [`    primary-metric: ${metricText(primaryMetric.value)} ${because(primaryMetric.why)}`, ...others];
  }
  const stand = STAND_IN[task?.value ?? "none"];
  const about = task === undefined ? "" : ` of a ${task.value} task`;
  return [`    primary-metric: ${stand} # not found: ${stand} stands in its place${about}. Which metric decides?`];
}

/** The configuration has to name a metric. */
export const STAND_IN = { binary: "roc-auc", multiclass: "accuracy", regression: "rmse", none: "accuracy" } as const;

function metricText({ name, direction, known }: FoundMetric): string {
  return known ? yamlScalar(name) : `{ name: ${yamlScalar(name)}, direction: ${direction} }`;
}

function dataLines({ data }: DetectedProject, workflows: WorkflowNames): readonly string[] {
  const unclear = data.unclear.map((path) => `    # Whose contract is ${path}?`);
  if (data.datasets.length === 0) {
    return [
      "    # data: [{ name: training-data, path: data/training.csv }] # not found: the data it is trained on",
      ...unclear,
    ];
  }
  return ["    data:", ...data.datasets.flatMap((dataset) => datasetLines(dataset, workflows)), ...unclear];
}

function datasetLines({ value, why }: Guess<FoundDataset>, workflows: WorkflowNames): readonly string[] {
  const { name, path, contract } = value;
  return [
    `      - name: ${yamlScalar(name)}`,
    `        path: ${yamlScalar(path)} ${because(why)}`,
    ...(contract === undefined
      ? []
      : [`        contract: ${yamlScalar(contract)}`, `        workflow: ${workflows.data}`]),
  ];
}

function because(why: Sentence): string {
  return `# ${sentenceToText(why, 200)}`;
}
