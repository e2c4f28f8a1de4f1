import type { ChosenMetric } from "../config/project-config.ts";
import type { DriftEvidence, DriftFinding } from "../evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import { formatPrometheus, type MetricFamily, type MetricSample } from "./format-prometheus.ts";
import { performanceFamilies } from "./performance-metrics.ts";

/** What the numbers are held against, where the configuration says it. */
export interface MetricsContext {
  /** From when on the next check is late: ISO 8601. */
  readonly lateFrom?: string | undefined;
  readonly primaryMetric?: ChosenMetric | undefined;
  /** The champion's evaluation. */
  readonly champion?: EvaluationEvidence | undefined;
  /** By so much the primary metric may be worse than expected before the model is retrained at once. */
  readonly dropBound?: number | undefined;
  /** Share of the labels from which on performance is final, and how long they take. */
  readonly labels?: { readonly share: number; readonly delayMs: number } | undefined;
}

/** Columns of which effects are written, the most important first: every series costs the server that keeps it. */
export const MAX_METRIC_COLUMNS = 50;

/** Drift evidence as gauges in Prometheus' text format: of the check, of columns, of the model, of labels. */
export function formatDriftMetrics(evidence: DriftEvidence, context: MetricsContext): string {
  return formatPrometheus([
    ...checkFamilies(evidence, context),
    ...columnFamilies(evidence),
    ...performanceFamilies(evidence, context),
  ]);
}

function dataLabels({ model, key = "" }: DriftEvidence): Readonly<Record<string, string>> {
  return { model, dataset: key };
}

/** A check that failed has no verdict. */
const STATES = ["drift", "stable", "inconclusive", "failed"] as const;

function checkFamilies(evidence: DriftEvidence, { lateFrom }: MetricsContext): MetricFamily[] {
  const labels = dataLabels(evidence);
  const { outcome, verdict, current, reference, window, finishedAt } = evidence;
  const state = outcome.kind === "succeeded" ? verdict : "failed";
  const rows = [
    { data: "current", value: current.rows },
    { data: "reference", value: reference.reduce((sum, batch) => sum + batch.rows, 0) },
  ];
  const moment = (instant: string | undefined): MetricSample[] =>
    instant === undefined ? [] : [{ labels, value: Date.parse(instant) / 1000 }];
  return [
    {
      name: "pawl_drift_verdict",
      help: "1 for what the newest drift check said, 0 for what it did not say.",
      samples: STATES.map((name) => ({ labels: { ...labels, verdict: name }, value: name === state ? 1 : 0 })),
    },
    ...alarmFamilies(evidence),
    {
      name: "pawl_drift_rows",
      help: "Rows that were compared.",
      samples: state === "failed" ? [] : rows.map(({ data, value }) => ({ labels: { ...labels, data }, value })),
    },
    {
      name: "pawl_drift_check_timestamp_seconds",
      help: "When the newest drift check ended, in seconds since 1970.",
      samples: moment(finishedAt),
    },
    {
      name: "pawl_drift_check_late_timestamp_seconds",
      help: "From when on the next drift check is late, in seconds since 1970.",
      samples: moment(lateFrom),
    },
    {
      name: "pawl_drift_window_start_timestamp_seconds",
      help: "Start of the time of the current rows, in seconds since 1970.",
      samples: moment(window?.start),
    },
    {
      name: "pawl_drift_window_end_timestamp_seconds",
      help: "End of the time of the current rows, which does not belong to it, in seconds since 1970.",
      samples: moment(window?.end),
    },
  ];
}

/** Nothing where the windows on the ledger were not looked at. */
function alarmFamilies(evidence: DriftEvidence): MetricFamily[] {
  const { alarm, outcome } = evidence;
  const labels = dataLabels(evidence);
  const isKnown = alarm !== undefined && outcome.kind === "succeeded";
  return [
    {
      name: "pawl_drift_alarm",
      help: "1 where enough of the newest windows drifted that people are told, or the newest one grossly; else 0.",
      samples: isKnown ? [{ labels, value: alarm === null ? 0 : 1 }] : [],
    },
  ];
}

function columnFamilies(evidence: DriftEvidence): MetricFamily[] {
  const labels = dataLabels(evidence);
  const { findings } = evidence;
  const columns = [...new Set(findings.map(nameOf))];
  const kept = new Set(columns.slice(0, MAX_METRIC_COLUMNS));
  const shown = findings.filter((finding) => kept.has(nameOf(finding)));
  const of = (finding: DriftFinding) => ({ ...labels, column: nameOf(finding), aspect: finding.aspect });
  const worst = columns.map((column) => worstVerdict(findings.filter((finding) => nameOf(finding) === column)));
  return [
    {
      name: "pawl_drift_effect",
      help: "Size of the change, in the unit of the aspect; of the columns that changed most.",
      samples: shown.map((finding) => ({ labels: of(finding), value: finding.effect })),
    },
    {
      name: "pawl_drift_bound",
      help: "From where the change counts, in the unit of the aspect.",
      samples: shown.map((finding) => ({ labels: of(finding), value: finding.bound })),
    },
    {
      name: "pawl_drift_columns",
      help: "Columns, and pairs of them, by what was found in them.",
      samples:
        evidence.outcome.kind === "succeeded"
          ? VERDICTS.map((verdict) => ({
              labels: { ...labels, verdict },
              value: worst.filter((found) => found === verdict).length,
            }))
          : [],
    },
  ];
}

const VERDICTS = ["drift", "inconclusive", "stable"] as const;

function worstVerdict(findings: readonly DriftFinding[]): DriftFinding["verdict"] {
  return VERDICTS.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? "stable";
}

/** As windows on the ledger name it. */
function nameOf({ columns }: DriftFinding): string {
  return columns.length === 0 ? "(rows)" : columns.join(" × ");
}
