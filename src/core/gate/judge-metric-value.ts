import type { Interval } from "../evidence/evaluation-evidence.ts";
import { decimalsFor, formatNumber, formatPlain } from "../report/format-number.ts";
import { convertInterval, EVIDENCE_CONFIDENCE } from "./convert-interval.ts";
import { findEvaluation } from "./find-evaluation.ts";
import { findMetric, measureMetric } from "./find-metric.ts";
import type { VersionFacts } from "./gate-facts.ts";
import type { RuleFinding } from "./gate-result.ts";
import type { MetricOptions } from "./rules/metric.ts";

type Bounds = Pick<MetricOptions, "at-least" | "at-most" | "confidence" | "evaluation">;

/** A version's own value, or with `confidence` the bound of its interval, against fixed numbers. */
export function judgeMetricValue(options: Bounds, name: string, version: VersionFacts): RuleFinding {
  const { "at-least": least, "at-most": most, confidence } = options;
  const bounds = [
    ...(typeof least === "number" ? [`at least ${formatPlain(least)}`] : []),
    ...(most === undefined ? [] : [`at most ${formatPlain(most)}`]),
  ];
  const sure = confidence === undefined ? "" : `, the ${formatPercent(confidence)} interval included`;
  const expected = `${name} ${bounds.join(" and ")}${sure}`;
  const found = findEvaluation(version, name, options.evaluation);
  if (found.kind === "none") return { verdict: "inconclusive", expected, actual: found.why, todo: found.todo };
  const { document } = found.evaluation;
  const measured = measureMetric(document, name);
  if (measured === undefined) return { verdict: "inconclusive", expected, actual: `${name} is not known` };
  const { value } = measured;
  const method = findMetric(document.metrics, name)?.method;
  const range = rangeOf({ value, interval: measured.interval, method, rows: document.rows }, confidence);
  if (range.kind === "none") {
    const todo = "Leave confidence out to judge the value alone, or ask for 0.95.";
    return { verdict: "inconclusive", expected, actual: `${formatNumber(value)}; ${range.why}`, todo };
  }
  const [low, high] = confidence === undefined ? [value, value] : range.interval;
  const actual = formatMeasured(value, confidence === undefined ? measured.interval : range.interval, confidence);
  const reached = (typeof least !== "number" || low >= least) && (most === undefined || high <= most);
  if (reached) return { verdict: "pass", expected, actual };
  const missed = (typeof least === "number" && high < least) || (most !== undefined && low > most);
  return missed
    ? {
        verdict: "fail",
        expected,
        actual,
        todo: "Train a better model, or change the bound in a reviewed pull request.",
      }
    : {
        verdict: "inconclusive",
        expected,
        actual: `${actual}, which leaves room for both`,
        todo: "Evaluate on more labelled rows.",
      };
}

function rangeOf(
  measured: { value: number; interval: Interval | null; method: string | undefined; rows: number },
  confidence: number | undefined,
) {
  const { value, interval } = measured;
  if (confidence === undefined) return { kind: "interval", interval: [value, value] as const } as const;
  if (interval === null) return { kind: "none", why: "no interval of it is in the evidence" } as const;
  return convertInterval({ ...measured, interval }, confidence);
}

function formatMeasured(value: number, interval: readonly [number, number] | null, confidence = EVIDENCE_CONFIDENCE) {
  if (interval === null) return formatNumber(value);
  const decimals = decimalsFor(value, (interval[1] - interval[0]) / 2);
  const range = interval.map((bound) => formatNumber(bound, decimals)).join(" to ");
  return `${formatNumber(value, decimals)} (${formatPercent(confidence)} interval ${range})`;
}

/** `95 %`, `99.9 %`. */
export function formatPercent(share: number): string {
  return `${String(Number((share * 100).toPrecision(6)))} %`;
}
