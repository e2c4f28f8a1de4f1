import type { ChosenMetric, ModelPlan } from "../config/project-config.ts";
import { type DifferenceVerdict, judgeDifference } from "../evaluation/judge-difference.ts";
import { findKnownMetric } from "../evaluation/metric-catalogue.ts";
import { unpairedDifference } from "../evaluation/unpaired-difference.ts";
import type { Comparison, EvaluationEvidence, Interval, MetricDifference } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import { createValueFinder, type FoundValue, indexNames, metricKeys } from "./find-value.ts";
import type { MeasuredValue, MetricRow } from "./model-report.ts";

/** One side of a comparison: what was measured, and the paired comparison with it if there is one to be believed. */
export interface ComparedSide {
  readonly run: RunEvidence | undefined;
  readonly evaluation: EvaluationEvidence | undefined;
  readonly paired: Comparison | undefined;
  /** False: values are shown, differences are not. */
  readonly comparable: boolean;
}

interface Here {
  readonly run: RunEvidence | undefined;
  readonly evaluation: EvaluationEvidence | undefined;
}

type WantedMetric = Pick<MetricRow, "name" | "direction" | "margin" | "rank">;

/** All metrics of one model, the primary one first, then the configuration's, then the rest by name. */
export function compareMetrics(
  plan: ModelPlan,
  here: Here,
  baseline: ComparedSide | undefined,
  champion: ComparedSide | undefined,
): MetricRow[] {
  const findHere = createValueFinder(here);
  const findEstimate = indexNames(here.evaluation?.metrics ?? [], ({ name }) => name);
  const compareBaseline = createSideComparison(here, baseline);
  const compareChampion = createSideComparison(here, champion);
  return listMetrics(plan, here).map((metric): MetricRow => {
    const own = findHere(metric.name);
    const toBaseline = compareBaseline(metric, own);
    const value = toBaseline?.here ?? own;
    const toChampion = compareChampion(metric, own);
    return {
      ...metric,
      here: value,
      source: own?.source,
      paired: toBaseline?.paired ?? false,
      baseline: toBaseline?.there,
      difference: toBaseline?.difference,
      verdict: toBaseline?.verdict,
      champion: toChampion?.there,
      championDifference: toChampion?.difference,
      championVerdict: toChampion?.verdict,
      reason: value === undefined ? findEstimate(metric.name)?.reason : undefined,
    };
  });
}

function listMetrics(plan: ModelPlan, { run, evaluation }: Here): WantedMetric[] {
  const wanted: WantedMetric[] = [
    { ...plan.primaryMetric, rank: "primary" },
    ...plan.metrics.map((metric: ChosenMetric): WantedMetric => ({ ...metric, rank: "chosen" })),
  ];
  const measured = [
    ...(evaluation?.metrics ?? []).map(({ name }) => name),
    ...Object.keys(evaluation?.customMetrics ?? {}).toSorted(),
    // Of a training log beside an evaluation only what the evaluation does not say.
    ...Object.keys(run?.metrics ?? {}).toSorted(),
  ];
  const known = new Set(wanted.flatMap(({ name }) => metricKeys(name)));
  for (const name of measured) {
    const keys = metricKeys(name);
    if (keys.some((key) => known.has(key))) continue;
    for (const key of keys) known.add(key);
    wanted.push({ name, direction: findKnownMetric(name)?.metric.direction, margin: 0, rank: "other" });
  }
  return wanted;
}

interface ComparedValue {
  readonly paired?: boolean;
  /** On the rows that both have, where the comparison is paired. */
  readonly here?: MeasuredValue | undefined;
  readonly there: MeasuredValue | undefined;
  readonly difference: MeasuredValue | undefined;
  readonly verdict: DifferenceVerdict | undefined;
}

type CompareMetric = (metric: WantedMetric, value: FoundValue | undefined) => ComparedValue | undefined;

function createSideComparison(here: Here, side: ComparedSide | undefined): CompareMetric {
  if (side === undefined) return () => undefined;
  const findThere = createValueFinder(side);
  const findPaired = indexNames((side.comparable ? side.paired?.metrics : undefined) ?? [], ({ name }) => name);
  const rows = Math.min(here.evaluation?.rows ?? 0, side.evaluation?.rows ?? 0);
  return (metric, value) => {
    const there = findThere(metric.name);
    const paired = findPaired(metric.name);
    if (paired !== undefined) return readPaired(metric, paired, side.paired?.rows.joined ?? 0, { value, there });
    // A training log's number and an evaluation's are different measurements, whatever their names.
    if (!side.comparable || there === undefined || value === undefined || there.source !== value.source) {
      return { there, difference: undefined, verdict: undefined };
    }
    return { there, ...compareUnpaired(metric, value, there, rows) };
  };
}

function readPaired(
  metric: WantedMetric,
  { here, there, difference, interval }: MetricDifference,
  rows: number,
  own: { readonly value: MeasuredValue | undefined; readonly there: MeasuredValue | undefined },
): ComparedValue {
  return {
    paired: true,
    here: here === null ? undefined : { value: here, interval: own.value?.interval ?? null },
    there: there === null ? own.there : { value: there, interval: own.there?.interval ?? null },
    difference: difference === null ? undefined : { value: difference, interval },
    verdict: judge(metric, difference, interval, rows),
  };
}

function compareUnpaired(metric: WantedMetric, value: MeasuredValue, there: MeasuredValue, rows: number) {
  const { name } = metric;
  const { difference, interval } = unpairedDifference({ name, ...value }, { name, ...there });
  return {
    difference: difference === null ? undefined : { value: difference, interval },
    verdict: judge(metric, difference, interval, rows),
  };
}

function judge(metric: WantedMetric, difference: number | null, interval: Interval | null, rows: number) {
  const { direction, margin } = metric;
  return direction === undefined ? undefined : judgeDifference({ difference, interval, direction, margin, rows });
}
