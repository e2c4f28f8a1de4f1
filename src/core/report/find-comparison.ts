import type { Comparison, EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { Accepted } from "./report-facts.ts";

export type FoundComparison =
  | { readonly kind: "paired"; readonly comparison: Comparison }
  | { readonly kind: "none"; readonly why: string };

/**
 * The paired comparison with the baseline or champion, if it can be believed: a job says with which predictions it
 * compared itself, the ledger knows which ones those have to be.
 */
export function findComparison(
  against: Comparison["against"],
  here: EvaluationEvidence,
  there: Accepted<EvaluationEvidence> | undefined,
): FoundComparison {
  const comparison = here.comparisons.find((candidate) => candidate.against === against);
  const known = there?.document.predictions?.sha256;
  if (comparison === undefined) {
    return {
      kind: "none",
      why: `the ${against}'s predictions were not there to compare with row by row (artifacts expire)`,
    };
  }
  if (known === undefined) {
    return {
      kind: "none",
      why: `no predictions of the ${against} are on record, so what the job compared with cannot be checked`,
    };
  }
  if (comparison.predictions.sha256 !== known) {
    return { kind: "none", why: `the job compared with other predictions than those on record for the ${against}` };
  }
  if (comparison.rows.joined === 0)
    return { kind: "none", why: `no row of the ${against}'s predictions has the same id` };
  return { kind: "paired", comparison };
}
