import type { FindingDriftKind } from "../drift-kind.ts";

/** Many columns moved at once, none of them by much: what they have in common changed. */
export const manyColumns: FindingDriftKind = {
  structural: false,
  explainFinding: ({ test, words }) => (test === "breadth" ? words : undefined),
};
