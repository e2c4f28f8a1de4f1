import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { Check } from "./check.ts";

/**
 * What the checks of a dataset come to. Only those of severity `error` decide: `fail` where one of them failed,
 * `inconclusive` where one of them was not evaluated or there is none. Nothing that was checked is never a pass.
 */
export function judgeChecks(checks: readonly Pick<Check, "severity" | "verdict">[]): DataEvidence["verdict"] {
  const deciding = checks.filter(({ severity }) => severity === "error").map(({ verdict }) => verdict);
  if (deciding.includes("fail")) return "fail";
  return deciding.length > 0 && deciding.every((verdict) => verdict === "pass") ? "pass" : "inconclusive";
}
