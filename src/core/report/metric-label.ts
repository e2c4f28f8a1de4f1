import { METRICS, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import type { SentencePart } from "./sentence.ts";

/** `ROC AUC` for a metric of the catalogue; any other name as it was written, as code. */
export function metricLabel(name: string): SentencePart {
  const key = normalizeMetricName(name);
  const known = Object.entries(METRICS).find(([candidate]) => candidate === key);
  return known === undefined ? { code: name } : known[1].label;
}
