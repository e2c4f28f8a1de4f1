import type { Interval, MetricDifference } from "../evidence/evaluation-evidence.ts";
import {
  decimalsFor,
  formatNumber,
  formatPlain,
  formatQuantity,
  formatSigned,
  roundRoughly,
} from "../report/format-number.ts";
import { convertInterval, EVIDENCE_CONFIDENCE } from "./convert-interval.ts";
import { findDifference } from "./find-difference.ts";
import type { GateFacts } from "./gate-facts.ts";
import type { GateVerdict, RuleFinding } from "./gate-result.ts";
import { formatPercent } from "./judge-metric-value.ts";
import { type PairedVersions, pairVersions } from "./pair-versions.ts";
import type { MetricOptions } from "./rules/metric.ts";

interface JudgedMetric {
  readonly name: string;
  readonly direction: "higher" | "lower";
  /** In the metric's own unit, not negative. */
  readonly margin: number;
}

/**
 * The difference to the champion, as a verdict. Oriented so that + is better, with the interval (lo, hi), the difference d
 * and the margin m: `non-inferior` passes where lo > −m and fails where hi < −m; `better` passes where lo > 0 and d ≥ m,
 * and fails where hi ≤ 0 or hi < m. Everything between is inconclusive.
 */
export function judgeAgainstChampion(options: MetricOptions, metric: JudgedMetric, facts: GateFacts): RuleFinding {
  const expected = describeDemand(options, metric);
  const { champion, challenger } = facts;
  if (champion === undefined) return firstHolder(options["no-champion"], expected);
  const { evaluation, again = false } = options;
  const pairing = pairVersions(challenger, champion, { metric: metric.name, evaluation, again });
  if (pairing.kind === "none") {
    return { verdict: "inconclusive", expected, actual: pairing.why, todo: pairing.todo };
  }
  const difference = findDifference(pairing, metric.name);
  if (difference.difference === null || !Number.isFinite(difference.difference)) {
    const actual = `the difference in ${metric.name} is not known${difference.reason === undefined ? "" : `: ${difference.reason}`}`;
    return { verdict: "inconclusive", expected, actual, todo: `Let the evaluation report ${metric.name} of both.` };
  }
  if (pairing.kind === "unpaired" && options.unpaired === "inconclusive") {
    const todo = "Evaluate again with the champion's predictions beside the challenger's.";
    return { verdict: "inconclusive", expected, actual: `no comparison row by row: ${pairing.why}`, todo };
  }
  return judgeInterval(options, metric, { pairing, difference, value: difference.difference, expected });
}

/** Nothing holds the alias: there is nobody to be compared with, which the configuration may judge as it likes. */
export function firstHolder(verdict: GateVerdict, expected: string): RuleFinding {
  const finding = { verdict, expected, actual: "nothing holds the alias yet: this would be its first holder" };
  return verdict === "pass" ? finding : { ...finding, todo: "Give the alias its first holder by another rule." };
}

function describeDemand(options: MetricOptions, { name, margin }: JudgedMetric): string {
  const interval = `(${formatPercent(options.confidence ?? EVIDENCE_CONFIDENCE)} interval)`;
  const by = margin === 0 ? "" : `${formatPlain(margin)} `;
  return options["at-least"] === "better"
    ? `${name} ${by}better than the champion's ${interval}`
    : `${name} ${by === "" ? "not " : `less than ${by}`}worse than the champion's ${interval}`;
}

interface Measured {
  readonly pairing: PairedVersions;
  readonly difference: MetricDifference;
  readonly value: number;
  readonly expected: string;
}

function judgeInterval(options: MetricOptions, metric: JudgedMetric, measured: Measured): RuleFinding {
  const { pairing, difference, value, expected } = measured;
  const confidence = options.confidence ?? EVIDENCE_CONFIDENCE;
  const basis = describeBasis(pairing);
  if (difference.interval === null) {
    const actual = `${formatSigned(value, decimalsFor(value))}, without an interval`;
    if (options["without-interval"] === "values") {
      return finish(judge(options, metric, value, [value, value]), expected, actual, undefined);
    }
    const todo = "A metric of your own has no interval: without-interval: values compares the bare numbers.";
    return { verdict: "inconclusive", expected, actual, todo };
  }
  if (!difference.interval.every(Number.isFinite)) {
    const actual = "the interval of the difference has bounds that are not numbers";
    return { verdict: "inconclusive", expected, actual, todo: "Evaluate again." };
  }
  const converted = convertInterval(
    { value, interval: difference.interval, method: difference.method, rows: pairing.rows },
    confidence,
  );
  const decimals = decimalsFor(difference.here ?? value, (difference.interval[1] - difference.interval[0]) / 2);
  if (converted.kind === "none") {
    const todo = "Ask for the confidence 0.95, which the evidence has.";
    return { verdict: "inconclusive", expected, actual: `${formatSigned(value, decimals)}; ${converted.why}`, todo };
  }
  const [low, high] = converted.interval;
  const range = `${formatPercent(confidence)} interval ${formatSigned(low, decimals)} to ${formatSigned(high, decimals)}`;
  const values = `${formatNumber(difference.here ?? 0, decimals)} against ${formatNumber(difference.there ?? 0, decimals)}`;
  const actual = `${formatSigned(value, decimals)} (${range}${basis}): ${values}`;
  const verdict = judge(options, metric, value, converted.interval);
  return finish(verdict, expected, actual, moreRows(metric, value, high - low, pairing.rows));
}

function describeBasis(pairing: PairedVersions): string {
  if (pairing.kind === "paired" && pairing.again) return ", paired, the champion judged again";
  return pairing.kind === "paired" ? ", paired" : `, unpaired and so wider: ${pairing.why}`;
}

function judge(
  options: MetricOptions,
  { direction, margin }: JudgedMetric,
  value: number,
  interval: Interval,
): GateVerdict {
  const d = direction === "higher" ? value : -value;
  const [low, high] = direction === "higher" ? interval : [-interval[1], -interval[0]];
  if (options["at-least"] === "better") {
    if (low > 0 && d >= margin) return "pass";
    return high <= 0 || high < margin ? "fail" : "inconclusive";
  }
  // Two models that answer every row alike are not inferior to each other, whatever the margin.
  if (low > -margin || (low === 0 && high === 0)) return "pass";
  return high < -margin ? "fail" : "inconclusive";
}

function finish(verdict: GateVerdict, expected: string, actual: string, more: number | undefined): RuleFinding {
  if (verdict === "pass") return { verdict, expected, actual };
  if (verdict === "fail") {
    return { verdict, expected, actual, todo: "Train a better model, or change the rule in a reviewed pull request." };
  }
  const rows = more === undefined ? "" : `: about ${formatQuantity(roundRoughly(more), "more labelled row")}`;
  return {
    verdict,
    expected,
    actual,
    todo: `The interval leaves room for both. Evaluate on more labelled rows${rows}.`,
  };
}

/** An interval shrinks with the square root of the rows: n′ = n · (half width / what is to be told apart)². */
function moreRows({ margin }: JudgedMetric, value: number, width: number, rows: number): number | undefined {
  const wanted = Math.max(margin, Math.abs(value));
  const more = Math.ceil(rows * (width / 2 / wanted) ** 2) - rows;
  return more > 0 && Number.isSafeInteger(more) ? more : undefined;
}
