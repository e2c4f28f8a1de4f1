import { findKnownMetric, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { MeasuredValue } from "./model-report.ts";

interface Measurements {
  readonly run?: RunEvidence | undefined;
  readonly evaluation?: EvaluationEvidence | undefined;
}

export interface FoundValue extends MeasuredValue {
  /** `training`: from the logs of the training, on whatever data it validated with. */
  readonly source: "evaluation" | "custom" | "training";
}

/** A metric's value by its name or another spelling of it: the evaluation's first, then its own custom metrics, then the training log's. */
export function findValue(name: string, { run, evaluation }: Measurements): FoundValue | undefined {
  const estimates = (evaluation?.metrics ?? []).filter(({ value }) => value !== null);
  const estimate = estimates.find(
    ({ name: candidate }) =>
      candidate ===
      pickName(
        name,
        estimates.map((one) => one.name),
      ),
  );
  if (estimate !== undefined && estimate.value !== null) {
    return { value: estimate.value, interval: estimate.interval, source: "evaluation" };
  }
  const custom = pickNumber(name, evaluation?.customMetrics);
  if (custom !== undefined) return { value: custom, interval: null, source: "custom" };
  const trained = pickNumber(name, run?.metrics);
  return trained === undefined ? undefined : { value: trained, interval: null, source: "training" };
}

/** Of `names` the one that is meant by `name`: equal, equal but for spelling, or the same metric of the catalogue. */
export function pickName(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const wanted = normalizeMetricName(name);
  const spelled = names.find((candidate) => normalizeMetricName(candidate) === wanted);
  if (spelled !== undefined) return spelled;
  const known = findKnownMetric(name);
  // `train-loss` must not be answered with `val-loss`: only metrics that the evaluation itself defines have one meaning.
  if (known === undefined || known.metric.tasks.length === 0) return undefined;
  return names.find((candidate) => findKnownMetric(candidate)?.name === known.name);
}

function pickNumber(name: string, values: Readonly<Record<string, number>> | undefined): number | undefined {
  const found = values === undefined ? undefined : pickName(name, Object.keys(values));
  return found === undefined ? undefined : values?.[found];
}
