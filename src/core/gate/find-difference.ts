import { unpairedDifference } from "../evaluation/unpaired-difference.ts";
import type { EvaluationEvidence, MetricDifference, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { findMetric, measureMetric } from "./find-metric.ts";
import type { PairedVersions } from "./pair-versions.ts";

/**
 * The difference of two versions in one metric: row by row where there is that; a metric of the team's own is in the two
 * evaluations alone.
 */
export function findDifference(pairing: PairedVersions, name: string): MetricDifference {
  const paired = pairing.kind === "paired" ? findMetric(pairing.comparison.metrics, name) : undefined;
  if (paired !== undefined) return paired;
  const here = estimateOf(pairing.here, name);
  if (pairing.kind === "paired" && pairing.again) {
    // What the champion's own evaluation says is of other test data.
    const reason = "the champion was judged again without it";
    return { name, here: here.value, there: null, difference: null, interval: null, reason };
  }
  return unpairedDifference(here, estimateOf(pairing.there, name));
}

function estimateOf(document: EvaluationEvidence, name: string): MetricEstimate {
  const found = measureMetric(document, name);
  return { name, value: found?.value ?? null, interval: found?.interval ?? null };
}
