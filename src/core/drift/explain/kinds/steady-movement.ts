import type { FindingDriftKind } from "../drift-kind.ts";

/** Moves from batch to batch in one direction, with many other columns, by little each time: the world changes slowly. */
export const steadyMovement: FindingDriftKind = {
  structural: false,
  explainFinding: ({ test, words }) => (test === "trend" ? words : undefined),
};
