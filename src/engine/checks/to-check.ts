import type { Check } from "../../core/dataset/check.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { Outcome } from "./outcome.ts";

type Described = Pick<Check, "id" | "title" | "origin" | "rule" | "severity"> & {
  readonly column?: string | undefined;
  readonly dimension?: string | undefined;
  readonly line?: number | undefined;
};

/** A rule and its outcome as the evidence has them, within the evidence's limits. */
export function toCheck(described: Described, outcome: Outcome): Check {
  const { column, dimension, line } = described;
  const { failing, reason } = outcome;
  return {
    id: toLabel(described.id, 300),
    title: toSafeText(described.title, 500),
    origin: described.origin,
    ...(column === undefined ? {} : { column: toLabel(column, 200) }),
    rule: toLabel(described.rule, 60),
    ...(dimension === undefined ? {} : { dimension: toLabel(dimension, 60) }),
    expected: toSafeText(outcome.expected, 500),
    actual: toSafeText(outcome.actual, 500),
    ...(failing === undefined ? {} : { failing }),
    severity: described.severity,
    verdict: outcome.verdict,
    ...(reason === undefined ? {} : { reason: toSafeText(reason, 500) }),
    ...(line === undefined ? {} : { line }),
  };
}

// A column may be named by blanks or line breaks, a line of the evidence may not.
function toLabel(name: string, max: number): string {
  const line = toSafeText(name.replace(/[\n\r\t]/g, "\uFFFD"), max);
  return line.trim() === "" ? "\uFFFD" : line;
}
