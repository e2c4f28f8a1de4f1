import type { ChosenMetric } from "../config/project-config.ts";
import type { Comparison, EvaluationEvidence, MetricDifference } from "../evidence/evaluation-evidence.ts";
import { normalPValue, Z95 } from "../statistics/normal-distribution.ts";
import { indexNames } from "./find-value.ts";
import type { SliceRow } from "./model-report.ts";

/** Share of false alarms among the slices that are called worse. */
const FALSE_DISCOVERY_RATE = 0.1;

/** The primary metric on every slice: paired where there is a comparison, else this pull request's values alone. */
export function compareSlices(
  primary: ChosenMetric,
  evaluation: EvaluationEvidence | undefined,
  paired: Comparison | undefined,
): SliceRow[] {
  if (paired === undefined) return (evaluation?.slices ?? []).map((slice) => measureSlice(primary, slice));
  const found = paired.slices.map(({ slice, rows, metrics }) => {
    return { slice, rows, metric: indexNames(metrics, ({ name }) => name)(primary.name) };
  });
  const harm = found.map(({ metric }) => harmOf(metric, primary));
  const significant = benjaminiHochberg(harm.map(({ pValue }) => pValue));
  return found.map(({ slice, rows, metric }, index): SliceRow => {
    const loss = harm[index]?.loss ?? 0;
    return {
      ...slice,
      rows,
      baseline: metric?.there ?? null,
      here: metric?.here ?? null,
      difference: metric?.difference ?? null,
      interval: metric?.interval ?? null,
      worse: significant.has(index) && loss > 0 && loss >= primary.margin,
    };
  });
}

function measureSlice(primary: ChosenMetric, { slice, rows, metrics }: EvaluationEvidence["slices"][number]): SliceRow {
  const here = indexNames(metrics, ({ name }) => name)(primary.name)?.value ?? null;
  return { ...slice, rows, baseline: null, here, difference: null, interval: null, worse: false };
}

/** How much was lost, in the metric's unit, and the two-sided p-value of the difference; 1 where nothing is known. */
function harmOf(metric: MetricDifference | undefined, { direction }: ChosenMetric): { loss: number; pValue: number } {
  const difference = metric?.difference ?? null;
  if (metric === undefined || difference === null) return { loss: 0, pValue: 1 };
  const loss = direction === "higher" ? -difference : difference;
  return { loss, pValue: metric.pValue ?? pValueOf(difference, metric.interval) };
}

/** From a 95 % interval, taken as normal: z = difference ÷ (half width ÷ 1.96). */
function pValueOf(difference: number, interval: readonly [number, number] | null): number {
  if (interval === null) return 1;
  const standardError = (interval[1] - interval[0]) / 2 / Z95;
  if (standardError === 0) return difference === 0 ? 1 : 0;
  return normalPValue(difference / standardError);
}

/** Indices of the hypotheses that are rejected with the false discovery rate held (Benjamini and Hochberg 1995). */
function benjaminiHochberg(pValues: readonly number[]): ReadonlySet<number> {
  const order = pValues.map((pValue, index) => ({ pValue, index })).toSorted((a, b) => a.pValue - b.pValue);
  const last = order.findLastIndex(({ pValue }, rank) => pValue <= ((rank + 1) / order.length) * FALSE_DISCOVERY_RATE);
  return new Set(order.slice(0, last + 1).map(({ index }) => index));
}
