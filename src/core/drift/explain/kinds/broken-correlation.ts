import type { FindingDriftKind } from "../drift-kind.ts";

/** Two columns are not related as they were. */
export const brokenCorrelation: FindingDriftKind = {
  structural: false,
  explainFinding: ({ aspect, words }) => (aspect === "association" ? words : undefined),
};
