import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { Check } from "./check.ts";

/**
 * What the checks of a dataset come to. Only those of severity `error` can break it: `fail` where one of them failed,
 * `inconclusive` where one of them was not evaluated, or where nothing at all was. Data that nobody looked at never pass.
 */
export function judgeChecks(checks: readonly Pick<Check, "severity" | "verdict">[]): DataEvidence["verdict"] {
  const deciding = checks.filter(({ severity }) => severity === "error").map(({ verdict }) => verdict);
  if (deciding.includes("fail")) return "fail";
  const evaluated = checks.some(({ verdict }) => verdict !== "not-evaluated");
  return evaluated && !deciding.includes("not-evaluated") ? "pass" : "inconclusive";
}
