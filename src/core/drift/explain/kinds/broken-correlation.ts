import type { FindingDriftKind } from "../drift-kind.ts";
import { isRelation } from "../is-relation.ts";

/** Two columns are not related as they were. */
export const brokenCorrelation: FindingDriftKind = {
  structural: false,
  explainFinding: (finding) => (isRelation(finding) ? finding.words : undefined),
};
