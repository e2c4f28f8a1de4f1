import { findKnownMetric } from "../evaluation/metric-catalogue.ts";
import type {
  ChosenMetric,
  DatasetConfig,
  DatasetPlan,
  MetricConfig,
  ModelConfig,
  ModelPlan,
  Project,
  ProjectConfig,
} from "./project-config.ts";
import type { PromotionConfig } from "./promotion-config.ts";
import { toEnvironments } from "./to-environments.ts";
import { toDriftPlan, toLabelsPlan, toRetrainPlan } from "./to-monitoring.ts";

/**
 * Fills in what the configuration may leave out. Expects a configuration that `checkModels` has no issue with.
 *
 * @param organization The organisation's default for environments that neither repository nor model speaks about.
 */
export function toProject(config: ProjectConfig, organization?: PromotionConfig): Project {
  return {
    models: Object.entries(config.models).map(([name, model]) => ({
      ...toModelPlan(name, model),
      environments: toEnvironments({ organization, repository: config.promotion, model: model.promotion }),
    })),
    staleAfterDays: config.report["stale-after-days"],
  };
}

function toModelPlan(name: string, model: ModelConfig): Omit<ModelPlan, "environments"> {
  return {
    name,
    paths: model.paths,
    workflow: model.workflow,
    primaryMetric: toChosenMetric(model["primary-metric"]),
    metrics: model.metrics.map(toChosenMetric),
    slices: model.slices,
    data: model.data.map((dataset) => toDatasetPlan(dataset, model.workflow)),
    evaluationPaths: model.evaluation.paths,
    evaluationData: model.evaluation.data,
    ...toMonitoring(model),
  };
}

function toMonitoring({ drift, labels, retrain, data, workflow }: ModelConfig): Partial<ModelPlan> {
  const named = data.flatMap(({ name }) => name ?? []);
  return {
    ...(drift === undefined ? {} : { drift: toDriftPlan(drift, named) }),
    ...(labels === undefined ? {} : { labels: toLabelsPlan(labels) }),
    ...(retrain === undefined ? {} : { retrain: toRetrainPlan(retrain, workflow) }),
  };
}

function toDatasetPlan(dataset: DatasetConfig, workflow: string): DatasetPlan {
  return {
    name: dataset.name ?? dataset.path,
    key: dataset.name,
    path: dataset.path,
    contract: dataset.contract,
    workflow: dataset.workflow ?? workflow,
    label: dataset.label,
    id: dataset.id,
    time: dataset.time,
    showCategories: dataset["show-categories"],
    checks: dataset.checks,
  };
}

/** A metric of the configuration with everything filled in. */
export function toChosenMetric(choice: string | MetricConfig): ChosenMetric {
  const { name, direction, margin } = typeof choice === "string" ? { name: choice } : choice;
  const known = findKnownMetric(name)?.metric.direction;
  return { name: canonicalMetricName(name), direction: direction ?? known ?? "higher", margin: margin ?? 0 };
}

/**
 * `auc` becomes `roc-auc` where the evaluation computes that metric itself, under the catalogue's name. Metrics that only
 * a training log can hold keep the name that the log gives them.
 */
export function canonicalMetricName(name: string): string {
  const known = findKnownMetric(name);
  return known !== undefined && known.metric.tasks.length > 0 ? known.name : name;
}
