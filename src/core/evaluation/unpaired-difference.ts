import type { MetricDifference, MetricEstimate } from "../evidence/evaluation-evidence.ts";

/**
 * Difference of one metric between two evaluations that cannot be joined by row, with an interval by MOVER: the square
 * root of the summed squared distances to each estimate's own limits. For two Wilson intervals this is Newcombe's
 * hybrid score interval. It takes both as independent, so on the same rows it is wider than a paired one.
 *
 * @see R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10; A. Donner, G. Y. Zou, Stat. Methods Med. Res. 21 (2012) 347–359
 */
export function unpairedDifference(here: MetricEstimate, there: MetricEstimate): MetricDifference {
  const head = { name: here.name, here: here.value, there: there.value };
  if (here.value === null || there.value === null) {
    return { ...head, difference: null, interval: null, reason: "the metric is not defined for both" };
  }
  const difference = here.value - there.value;
  if (here.interval === null || there.interval === null) return { ...head, difference, interval: null };
  const below = Math.hypot(here.value - here.interval[0], there.interval[1] - there.value);
  const above = Math.hypot(here.interval[1] - here.value, there.value - there.interval[0]);
  return { ...head, difference, interval: [difference - below, difference + above], method: "mover-unpaired" };
}
