import type { FindingDriftKind } from "../drift-kind.ts";

/** Numbers became text, or the like. */
export const changedKind: FindingDriftKind = {
  structural: true,
  explainFinding: ({ aspect, words }) => (aspect === "kind" ? words : undefined),
};
