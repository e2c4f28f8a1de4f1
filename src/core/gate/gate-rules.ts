import type { GateRule } from "./gate-rule.ts";
import { APPROVALS } from "./rules/approvals.ts";
import { BREAK_GLASS } from "./rules/break-glass.ts";
import { CHECKS } from "./rules/checks.ts";
import { DATA_CONTRACT } from "./rules/data-contract.ts";
import { DRIFT } from "./rules/drift.ts";
import { EVIDENCE } from "./rules/evidence.ts";
import { FREEZE } from "./rules/freeze.ts";
import { LABEL } from "./rules/label.ts";
import { METRIC } from "./rules/metric.ts";
import { SLICES } from "./rules/slices.ts";

/** The rules of a gate, by name: each one file and one line. */
export const GATE_RULES = {
  metric: METRIC,
  slices: SLICES,
  "data-contract": DATA_CONTRACT,
  drift: DRIFT,
  evidence: EVIDENCE,
  approvals: APPROVALS,
  checks: CHECKS,
  freeze: FREEZE,
  label: LABEL,
  "break-glass": BREAK_GLASS,
} as const satisfies Record<string, GateRule>;

export type GateRuleName = keyof typeof GATE_RULES;

export const GATE_RULE_NAMES = Object.keys(GATE_RULES) as readonly GateRuleName[]; // Object.keys forgets which keys
