import { findKnownMetric, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { MeasuredValue } from "./model-report.ts";

export interface Measurements {
  readonly run?: RunEvidence | undefined;
  readonly evaluation?: EvaluationEvidence | undefined;
}

export interface FoundValue extends MeasuredValue {
  /** `training`: from the logs of the training, on whatever data it validated with. */
  readonly source: "evaluation" | "custom" | "training";
}

/** Finds a metric's value by its name or another spelling of it: the evaluation's first, then its own custom metrics, then the training log's. */
export function createValueFinder({ run, evaluation }: Measurements): (name: string) => FoundValue | undefined {
  const estimates = indexNames(
    (evaluation?.metrics ?? []).filter(({ value }) => value !== null),
    ({ name }) => name,
  );
  const custom = indexNames(Object.entries(evaluation?.customMetrics ?? {}), ([name]) => name);
  const trained = indexNames(Object.entries(run?.metrics ?? {}), ([name]) => name);
  return (name) => {
    const estimate = estimates(name);
    if (estimate !== undefined && estimate.value !== null) {
      return { value: estimate.value, interval: estimate.interval, source: "evaluation" };
    }
    const own = custom(name);
    if (own !== undefined) return { value: own[1], interval: null, source: "custom" };
    const logged = trained(name);
    return logged === undefined ? undefined : { value: logged[1], interval: null, source: "training" };
  };
}

/** Looks things up by a metric's name: equal, equal but for spelling, or the same metric of the catalogue; the first of each wins. */
export function indexNames<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): (name: string) => Item | undefined {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    for (const key of metricKeys(nameOf(item))) if (!byKey.has(key)) byKey.set(key, item);
  }
  return (name) => {
    const key = metricKeys(name).find((candidate) => byKey.has(candidate));
    return key === undefined ? undefined : byKey.get(key);
  };
}

/** What a metric is known by, the closest first. */
export function metricKeys(name: string): readonly string[] {
  const known = findKnownMetric(name);
  const keys = [`=${name}`, `~${normalizeMetricName(name)}`];
  // `train-loss` must not be answered with `val-loss`: only metrics that the evaluation itself defines have one meaning.
  return known === undefined || known.metric.tasks.length === 0 ? keys : [...keys, `*${known.name}`];
}
