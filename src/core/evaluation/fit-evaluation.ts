import { PawlError } from "../errors.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import { serializeEvidence } from "../evidence/statement.ts";

export interface FittedEvaluation {
  readonly evidence: EvaluationEvidence;
  /** The bytes to upload. */
  readonly text: string;
}

/** A document within the limit: the smallest slices are left out, half of them at a time, until it fits; a note says so. */
export function fitEvaluation(evidence: EvaluationEvidence): FittedEvaluation {
  let fitted = evidence;
  for (;;) {
    try {
      return { evidence: fitted, text: serializeEvidence(fitted) };
    } catch (error) {
      const tooLarge = error instanceof PawlError && error.code === "EVIDENCE_TOO_LARGE";
      const shown = fitted.slices.length;
      if (!tooLarge || shown === 0) throw error;
      fitted = withSlices(evidence, Math.floor(shown / 2));
    }
  }
}

function withSlices(evidence: EvaluationEvidence, count: number): EvaluationEvidence {
  const largest = evidence.slices.toSorted((a, b) => b.rows - a.rows).slice(0, count);
  const kept = new Set(largest.map(({ slice }) => JSON.stringify(slice)));
  const isKept = ({ slice }: { readonly slice: unknown }) => kept.has(JSON.stringify(slice));
  return {
    ...evidence,
    slices: evidence.slices.filter(isKept),
    comparisons: evidence.comparisons.map((comparison) => ({
      ...comparison,
      slices: comparison.slices.filter(isKept),
    })),
    notes: [
      ...evidence.notes.slice(0, 49),
      `The document was too large: only the ${String(count)} largest of ${String(evidence.slices.length)} slices are in it.`,
    ],
  };
}
