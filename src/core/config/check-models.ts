import { findKnownMetric, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import { checkDatasets } from "./check-datasets.ts";
import { checkFilePath } from "./check-file-path.ts";
import { checkMonitoring } from "./check-monitoring.ts";
import { checkPromotion } from "./check-promotion.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import { findDoubled } from "./find-doubled.ts";
import type { MetricConfig, ModelConfig, ProjectConfig } from "./project-config.ts";
import { canonicalMetricName, toChosenMetric } from "./to-project.ts";

type Path = readonly PropertyKey[];

/** What a schema cannot say: rules about more than one key, and globs that can never match. */
export function checkModels(config: ProjectConfig): DescribedIssue[] {
  const models = Object.entries(config.models);
  if (models.length === 0) {
    return [{ path: ["models"], about: "key", message: "names no model.", hint: "Add one entry for each model." }];
  }
  const judged = models.map(([name, model]) => ({
    name,
    primaryMetric: toChosenMetric(model["primary-metric"]),
    metrics: model.metrics.map(toChosenMetric),
  }));
  return [
    ...models.flatMap(([name, model]) => checkModel(["models", name], model)),
    ...models.flatMap(([name, { promotion }]) =>
      promotion === undefined
        ? []
        : checkPromotion(["models", name, "promotion"], promotion, () => judged.filter((model) => model.name === name)),
    ),
    ...(config.promotion === undefined
      ? []
      : checkPromotion(["promotion"], config.promotion, (environment) =>
          judged.filter(({ name }) => config.models[name]?.promotion?.environments[environment] === undefined),
        )),
  ];
}

function checkModel(path: Path, model: ModelConfig): DescribedIssue[] {
  const metrics: [Path, string | MetricConfig][] = [
    [[...path, "primary-metric"], model["primary-metric"]],
    ...model.metrics.map((metric, index): [Path, string | MetricConfig] => [[...path, "metrics", index], metric]),
  ];
  const names = metrics.map(([at, metric]): [Path, string] => [at, typeof metric === "string" ? metric : metric.name]);
  return [
    ...checkGlobs([...path, "paths"], model.paths),
    ...checkGlobs([...path, "evaluation", "paths"], model.evaluation.paths),
    ...checkGlobs([...path, "evaluation", "data"], model.evaluation.data),
    ...metrics.flatMap(([at, metric]) => checkDirection(at, metric)),
    ...findDoubled(names, (name) => normalizeMetricName(canonicalMetricName(name)), "metric"),
    ...findDoubled(
      model.slices.map((slice, index): [Path, string] => [[...path, "slices", index], slice]),
      (slice) => slice,
      "slice",
    ),
    ...checkDatasets([...path, "data"], model.data),
    ...checkMonitoring(path, model),
  ];
}

function checkDirection(path: Path, metric: string | MetricConfig): DescribedIssue[] {
  const { name, direction } = typeof metric === "string" ? { name: metric } : metric;
  if (direction !== undefined || findKnownMetric(name) !== undefined) return [];
  return [
    {
      path,
      about: "value",
      message: `names the metric ${JSON.stringify(name)}, of which it is not known whether higher or lower is better.`,
      hint: `Say which way is better: { name: ${name}, direction: higher }.`,
    },
  ];
}

function checkGlobs(path: Path, globs: readonly string[]): DescribedIssue[] {
  if (globs[0]?.startsWith("!") === true) {
    const hint = "Put what is selected before what is taken out again.";
    return [{ path: [...path, 0], about: "value", message: 'begins with "!" and so has nothing to take out.', hint }];
  }
  return globs.flatMap((glob, index) => checkFilePath([...path, index], glob.replace(/^!/, "")));
}
