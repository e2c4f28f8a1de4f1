import { chooseMetric } from "../gate/choose-metric.ts";
import { MetricOptions } from "../gate/rules/metric.ts";
import { SlicesOptions } from "../gate/rules/slices.ts";
import { checkGate, listRules } from "./check-gate.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import type { GateConfig } from "./gate-config.ts";
import type { ChosenMetric } from "./project-config.ts";
import type { PromotionConfig, RollbackConfig } from "./promotion-config.ts";

type Path = readonly PropertyKey[];

/** The metrics of a model that a policy is about. */
export interface JudgedModel {
  readonly name: string;
  readonly primaryMetric: ChosenMetric;
  readonly metrics: readonly ChosenMetric[];
}

/**
 * Rules about a policy that need more than one key.
 *
 * @param modelsOf The models that an environment's rules are for: a metric must have a direction in each.
 */
export function checkPromotion(
  path: Path,
  promotion: PromotionConfig,
  modelsOf: (environment: string) => readonly JudgedModel[],
): DescribedIssue[] {
  return Object.entries(promotion.environments).flatMap(([name, { gate, rollback }]) => {
    const at = [...path, "environments", name];
    const models = modelsOf(name);
    return [
      ...checkTree([...at, "gate"], gate, models),
      ...checkTree([...at, "rollback", "gate"], rollback.gate, models),
      ...checkEntitled([...at, "rollback", "by"], rollback.by),
    ];
  });
}

function checkTree(path: Path, gate: GateConfig | undefined, models: readonly JudgedModel[]): DescribedIssue[] {
  if (gate === undefined) return [];
  const issues = checkGate(path, gate);
  return issues.length > 0 ? issues : checkDirections(path, gate, models);
}

function checkEntitled(path: Path, by: RollbackConfig["by"]): DescribedIssue[] {
  if (by === undefined || by.users.length + by.teams.length > 0 || by.permission !== undefined) return [];
  const hint = "Write users, teams or permission.";
  return [{ path, about: "key", message: "entitles nobody.", hint }];
}

/** A metric that is compared with the champion's has to have a better side. */
function checkDirections(path: Path, gate: GateConfig, models: readonly JudgedModel[]): DescribedIssue[] {
  return listRules(path, gate).flatMap(({ path: at, rule, options }): DescribedIssue[] => {
    const compared = comparedMetric(rule, options);
    if (compared === undefined) return [];
    const lost = models.find((model) => chooseMetric(compared.name, model).direction === undefined);
    if (lost === undefined) return [];
    return [
      {
        path: [...at, compared.key],
        about: "value",
        message: `names the metric ${JSON.stringify(compared.name)}, of which it is not known whether higher or lower is better.`,
        hint: `Add it to the metrics of ${lost.name}: { name: ${compared.name}, direction: higher }.`,
      },
    ];
  });
}

function comparedMetric(rule: string, options: unknown): { readonly key: string; readonly name: string } | undefined {
  if (rule === "metric") {
    const { data } = MetricOptions.safeParse(options);
    if (data?.versus === undefined || data.direction !== undefined || data.name === undefined) return undefined;
    return { key: "name", name: data.name };
  }
  const { data } = rule === "slices" ? SlicesOptions.safeParse(options) : { data: undefined };
  return data?.metric === undefined ? undefined : { key: "metric", name: data.metric };
}
