import { z } from "zod";
import { label, text } from "../evidence/limits.ts";

export const Severity = z.enum(["error", "warning", "info"]);
export type Severity = z.infer<typeof Severity>;

/** `not-evaluated`: Pawl does not know how, or could not; `reason` says why. Never counted as passed. */
export const CheckVerdict = z.enum(["pass", "fail", "not-evaluated"]);
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** One rule of a contract, or one check of the configuration, with what was found. Never holds a value of a row. */
export const Check = z.strictObject({
  /** Stays the same while the rule does: `flights.delay.range`. Unique in its document. */
  id: label(300),
  /** What is checked, as a person would say it: "delay is between -60 and 3000". */
  title: text(500),
  origin: z.enum(["contract", "configuration"]),
  column: label().optional(),
  /** `not-null`, `range`, `unique`, `train-test-rows` … */
  rule: label(60),
  /** The standard's data quality dimension, where the contract names one. */
  dimension: label(60).optional(),
  expected: text(500),
  actual: text(500),
  /** Rows that break the rule, and the rows that it was applied to; absent where the rule is not about rows. */
  failing: z.strictObject({ rows: z.int().nonnegative(), of: z.int().nonnegative() }).optional(),
  severity: Severity,
  verdict: CheckVerdict,
  reason: text(500).optional(),
  /** 1-based line of the contract that the rule stands in. */
  line: z.int().positive().optional(),
});
export type Check = z.infer<typeof Check>;
