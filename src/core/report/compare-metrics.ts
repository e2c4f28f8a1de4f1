import type { ChosenMetric, ModelPlan } from "../config/project-config.ts";
import { type DifferenceVerdict, judgeDifference } from "../evaluation/judge-difference.ts";
import { findKnownMetric } from "../evaluation/metric-catalogue.ts";
import { unpairedDifference } from "../evaluation/unpaired-difference.ts";
import type { Comparison, EvaluationEvidence, Interval } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import { findValue, pickName } from "./find-value.ts";
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
  return listMetrics(plan, here).map((metric): MetricRow => {
    const toBaseline = compareSide(metric, here, baseline);
    const own = findValue(metric.name, here);
    const value = toBaseline?.here ?? own;
    const toChampion = compareSide(metric, here, champion);
    const names = (here.evaluation?.metrics ?? []).map(({ name }) => name);
    const missing = here.evaluation?.metrics.find(({ name }) => name === pickName(metric.name, names));
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
      reason: value === undefined ? missing?.reason : undefined,
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
  for (const name of measured) {
    if (wanted.some((known) => pickName(known.name, [name]) !== undefined)) continue;
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

function compareSide(metric: WantedMetric, here: Here, side: ComparedSide | undefined): ComparedValue | undefined {
  if (side === undefined) return undefined;
  const there = findValue(metric.name, side);
  const value = findValue(metric.name, here);
  const paired = side.comparable ? findPaired(metric.name, side.paired) : undefined;
  if (paired !== undefined) {
    const { difference, interval } = paired;
    return {
      paired: true,
      here: paired.here === null ? undefined : { value: paired.here, interval: value?.interval ?? null },
      there: paired.there === null ? there : { value: paired.there, interval: there?.interval ?? null },
      difference: difference === null ? undefined : { value: difference, interval },
      verdict: judge(metric, difference, interval, side.paired?.rows.joined ?? 0),
    };
  }
  // A training log's number and an evaluation's are different measurements, whatever their names.
  if (!side.comparable || there === undefined || value === undefined || there.source !== value.source) {
    return { there, difference: undefined, verdict: undefined };
  }
  const { name } = metric;
  const { difference, interval } = unpairedDifference({ name, ...value }, { name, ...there });
  const rows = Math.min(here.evaluation?.rows ?? 0, side.evaluation?.rows ?? 0);
  return {
    there,
    difference: difference === null ? undefined : { value: difference, interval },
    verdict: judge(metric, difference, interval, rows),
  };
}

function findPaired(name: string, comparison: Comparison | undefined) {
  const names = (comparison?.metrics ?? []).map((metric) => metric.name);
  const found = pickName(name, names);
  return comparison?.metrics.find((metric) => metric.name === found);
}

function judge(metric: WantedMetric, difference: number | null, interval: Interval | null, rows: number) {
  const { direction, margin } = metric;
  return direction === undefined ? undefined : judgeDifference({ difference, interval, direction, margin, rows });
}
