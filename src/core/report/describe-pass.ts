import type { Check } from "../dataset/check.ts";
import { formatQuantity } from "./format-number.ts";

/** What checks came to of which none fails that decides: `all 3 checks that decide pass, 1 warning`. */
export function describePass(checks: readonly Check[]): string {
  if (checks.every(({ verdict }) => verdict === "pass")) {
    return checks.length === 1 ? "the only check passes" : `all ${formatQuantity(checks.length, "check")} pass`;
  }
  const deciding = checks.filter(({ severity }) => severity === "error").length;
  const warned = checks.filter(({ verdict }) => verdict === "fail").length;
  const rest = warned === 0 ? "" : `, ${formatQuantity(warned, "warning")}`;
  if (deciding === 1) return `the only check that decides passes${rest}`;
  return `all ${formatQuantity(deciding, "check")} that decide pass${rest}`;
}
