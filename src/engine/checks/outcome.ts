import type { CheckVerdict } from "../../core/dataset/check.ts";
import { formatCount, formatQuantity } from "../../core/report/format-number.ts";

/** What was found, in plain words: counts and shares, never a value of a row. */
export interface Outcome {
  readonly verdict: CheckVerdict;
  readonly expected: string;
  readonly actual: string;
  readonly failing?: { readonly rows: number; readonly of: number };
  readonly reason?: string;
}

/** Whether a rule holds that no row may break. No rows at all break nothing: how many there have to be is a rule of its own. */
export function judgeRows(expected: string, rows: number, of: number, broken: string): Outcome {
  const actual =
    of === 0
      ? "no rows that it applies to"
      : rows === 0
        ? `all of ${formatQuantity(of, "row")}`
        : shareOfRows(rows, of);
  return {
    verdict: rows === 0 ? "pass" : "fail",
    expected,
    actual: rows === 0 ? actual : `${broken}: ${actual}`,
    failing: { rows, of },
  };
}

/** The rule was not applied, and why. */
export function notEvaluated(expected: string, reason: string): Outcome {
  return { verdict: "not-evaluated", expected, actual: "not evaluated", reason };
}

/** `12 of 3,000 rows (0.4 %)`. */
export function shareOfRows(rows: number, of: number): string {
  return `${formatCount(rows)} of ${formatQuantity(of, "row")} (${formatShare(of === 0 ? 0 : rows / of)})`;
}

/** `0.4 %`, `12 %`; a share that is not nothing is never shown as nothing, nor one that is not all as all. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${String(percent)} %`;
  if (percent < 0.01) return "< 0.01 %";
  if (percent > 99.99) return "> 99.99 %";
  return `${String(Number(percent.toFixed(percent < 10 || percent > 90 ? 2 : 1)))} %`;
}
