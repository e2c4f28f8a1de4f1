import type { Interval } from "../evidence/evaluation-evidence.ts";
import { normalQuantile, Z95 } from "../statistics/normal-distribution.ts";

/** Confidence of every interval in evidence, two-sided. */
export const EVIDENCE_CONFIDENCE = 0.95;

/** Fewer rows than this: Student's t, from which some of these intervals come, is visibly not normal. */
const NORMAL_ROWS = 200;

/** Methods whose interval is the value ± z standard errors; docs/statistics.md says how each is made. */
const SYMMETRIC = new Set([
  "delong",
  "delong-macro",
  "paired-t",
  "mean-t",
  "jackknife",
  "infinitesimal-jackknife",
  "delta",
]);

/** Methods whose interval is that on the logit scale. */
const LOGIT = new Set(["delong-logit", "delong-macro-logit", "logit"]);

export type ConvertedInterval =
  | { readonly kind: "interval"; readonly interval: Interval }
  /** Half a sentence. */
  | { readonly kind: "none"; readonly why: string };

/**
 * A 95 % interval of evidence at another confidence: its half width scaled by z′/z₉₅ on the scale on which the method is
 * normal. Score intervals (Wilson, Tango) and combined ones are not normal on any, and are not converted.
 */
export function convertInterval(
  { value, interval, method, rows }: { value: number; interval: Interval; method: string | undefined; rows: number },
  confidence: number,
): ConvertedInterval {
  if (confidence === EVIDENCE_CONFIDENCE || method === "identical") return { kind: "interval", interval };
  const factor = normalQuantile((1 + confidence) / 2) / Z95;
  const logit = method !== undefined && LOGIT.has(method);
  if (method === undefined || !(logit || SYMMETRIC.has(method))) {
    return {
      kind: "none",
      why: `the evidence has a 95 % interval (${method ?? "unknown method"}), which is not normal`,
    };
  }
  if (rows < NORMAL_ROWS) {
    return { kind: "none", why: `with ${String(rows)} rows the 95 % interval cannot be taken as normal` };
  }
  const [low, high] = interval;
  if (!logit) return { kind: "interval", interval: [value - (value - low) * factor, value + (high - value) * factor] };
  if (low <= 0 || high >= 1) return { kind: "none", why: "the 95 % interval touches 0 or 1" };
  const [from, centre, to] = [toLogit(low), toLogit(value), toLogit(high)];
  return {
    kind: "interval",
    interval: [fromLogit(centre - (centre - from) * factor), fromLogit(centre + (to - centre) * factor)],
  };
}

function toLogit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function fromLogit(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
