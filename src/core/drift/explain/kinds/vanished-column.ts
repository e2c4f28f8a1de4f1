import type { FindingDriftKind } from "../drift-kind.ts";

/** The column is not there any more. */
export const vanishedColumn: FindingDriftKind = {
  structural: true,
  explainFinding: ({ aspect, words }) => (aspect === "column" ? words : undefined),
};
