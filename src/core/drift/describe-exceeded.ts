import type { DriftScore } from "../evidence/drift-evidence.ts";
import { formatNumber } from "../report/format-number.ts";
import type { DriftMethod } from "./drift-method.ts";
import { DRIFT_METHODS } from "./drift-methods.ts";

const METHODS: Readonly<Record<string, DriftMethod>> = DRIFT_METHODS;

/** What is to be said of a score that reached its threshold: `psi of delay is 0.31, at or above 0.2`. */
export function describeExceeded({ column, method, score, pValue, threshold = 0 }: DriftScore): string {
  const byPValue = Object.hasOwn(METHODS, method) && METHODS[method]?.exceededBy === "p-value";
  return byPValue
    ? `${method} of ${column} has the p-value ${(pValue ?? 0).toPrecision(2)}, below ${String(threshold)}`
    : `${method} of ${column} is ${formatNumber(score)}, at or above ${String(threshold)}`;
}
