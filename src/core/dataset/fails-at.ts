import type { Check, Severity } from "./check.ts";

/** From which severity on a broken rule ends a step or a command with an exit code of its own. */
export type FailOn = "error" | "warning" | "never";

const COUNTING: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ["error"],
  warning: ["error", "warning"],
  never: [],
};

/** Whether a check of at least the severity failed. One that was not evaluated has not. */
export function failsAt(checks: readonly Pick<Check, "severity" | "verdict">[], failOn: FailOn): boolean {
  return checks.some(({ verdict, severity }) => verdict === "fail" && COUNTING[failOn].includes(severity));
}
