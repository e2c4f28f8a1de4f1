import { formatDriftMetrics } from "../../../src/core/drift/drift-metrics.ts";
import type { DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import type { PerformanceWindow } from "../../../src/core/evidence/performance-evidence.ts";
import { buildDrift, buildEvaluation } from "../../core/evidence/build-evidence.ts";

export function finding(column: string, more: Partial<DriftFinding> = {}): DriftFinding {
  return {
    columns: [column],
    aspect: "distribution",
    effect: 0.4,
    bound: 0.1,
    floor: 0.02,
    p1: 0,
    p2: null,
    signal: true,
    material: true,
    verdict: "drift",
    words: `the distribution of ${column} moved`,
    ...more,
  };
}

export const WINDOW: PerformanceWindow = {
  start: "2026-11-01T03:17:00Z",
  end: "2026-11-08T03:17:00Z",
  rows: 1000,
  labelled: 980,
  leftOut: 0,
  provisional: false,
  metrics: [
    { name: "roc-auc", value: 0.61, interval: [0.58, 0.64], method: "delong-logit" },
    { name: "recall", value: null, interval: null, reason: "no positive row" },
  ],
  estimated: [{ name: "roc-auc", value: 0.64, interval: null }],
  concept: [
    { method: "adwin", detected: true, rows: 980, at: 412, parameters: { delta: 0.002 }, words: "The errors grew." },
  ],
};

/** A check that says everything that one can say: every metric that the action writes is in it. */
export const FULL_METRICS = formatDriftMetrics(
  buildDrift({
    verdict: "drift",
    alarm: { since: "2026-11-15T03:17:00Z", drifted: 2, of: 3, gross: false },
    findings: [finding("delay"), finding("origin", { verdict: "stable", effect: 0.01 })],
    window: { start: "2026-11-15T03:17:00Z", end: "2026-11-22T03:17:00Z" },
    performance: { task: "binary", windows: [WINDOW], notes: [] },
  }),
  {
    lateFrom: "2026-11-29T09:17:00Z",
    primaryMetric: { name: "roc-auc", direction: "higher", margin: 0 },
    champion: buildEvaluation({ metrics: [{ name: "roc-auc", value: 0.7, interval: null }] }),
    dropBound: 0.05,
    labels: { share: 0.95, delayMs: 7 * 86_400_000 },
  },
);
