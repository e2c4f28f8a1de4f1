/** The rules of a gate, by name: each one file and one line. */
export const GATE_RULE_NAMES = [
  "metric",
  "slices",
  "data-contract",
  "drift",
  "evidence",
  "approvals",
  "checks",
  "freeze",
  "label",
  "break-glass",
] as const;
export type GateRuleName = (typeof GATE_RULE_NAMES)[number];
