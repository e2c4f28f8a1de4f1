import type { Comparison, EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { Accepted } from "./report-facts.ts";

export type FoundComparison =
  | { readonly kind: "paired"; readonly comparison: Comparison }
  /** The champion was judged again, by the same workflow run on the same rows: a word of that job. */
  | { readonly kind: "again"; readonly comparison: Comparison }
  | { readonly kind: "none"; readonly why: string };

/**
 * The paired comparison with the baseline or champion, if it can be believed: a job says with which predictions it
 * compared itself, the ledger knows which ones those have to be. Of a champion that was judged again it knows which package
 * that has to be.
 *
 * @param digest Of the champion's package.
 */
export function findComparison(
  against: Comparison["against"],
  here: EvaluationEvidence,
  there: Accepted<EvaluationEvidence> | undefined,
  digest?: string,
): FoundComparison {
  const comparison = here.comparisons.find((candidate) => candidate.against === against);
  const onRecord = comparison !== undefined && comparison.predictions.sha256 === there?.document.predictions?.sha256;
  if (comparison?.package !== undefined && !onRecord && against === "champion" && digest !== undefined) {
    return comparison.package === digest
      ? ofRows({ kind: "again", comparison })
      : { kind: "none", why: "the job judged another version again than the champion" };
  }
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
  return ofRows({ kind: "paired", comparison });
}

function ofRows(found: Exclude<FoundComparison, { kind: "none" }>): FoundComparison {
  const { rows, against } = found.comparison;
  return rows.joined > 0 ? found : { kind: "none", why: `no row of the ${against}'s predictions has the same id` };
}
