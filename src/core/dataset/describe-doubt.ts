import { formatQuantity } from "../report/format-number.ts";
import type { Check } from "./check.ts";

/** Why checks come to `inconclusive`, as `judgeChecks` says it: `2 of 3 checks that decide could not be evaluated`. */
export function describeDoubt(checks: readonly Pick<Check, "severity" | "verdict">[]): string {
  if (checks.length === 0) return "nothing was checked";
  const isOpen = ({ verdict }: Pick<Check, "verdict">) => verdict === "not-evaluated";
  if (checks.every(isOpen))
    return checks.length === 1 ? ONLY : `none of ${formatQuantity(checks.length, "check")} could be evaluated`;
  const deciding = checks.filter(({ severity }) => severity === "error");
  const open = deciding.filter(isOpen).length;
  // A document that had no room for all its checks still has its verdict.
  if (open === 0) return "a check that decides could not be evaluated";
  if (deciding.length === 1) return "the only check that decides could not be evaluated";
  return `${String(open)} of ${formatQuantity(deciding.length, "check")} that decide could not be evaluated`;
}

const ONLY = "the only check could not be evaluated";
