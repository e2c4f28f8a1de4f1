import { PawlError } from "../errors.ts";
import { MAX_EVIDENCE_BYTES } from "./limits.ts";
import { type Evidence, serializeEvidence } from "./statement.ts";

export interface FittedDocument<Document extends Evidence> {
  readonly evidence: Document;
  /** The bytes to upload. */
  readonly text: string;
}

/** Each is tried where the one before gave a document that is too large: texts in JSON take more room than they have letters. */
const BUDGETS = [1, 0.85, 0.7, 0.5, 0.3, 0.1].map((share) => Math.floor(share * MAX_EVIDENCE_BYTES));

/**
 * The largest of the documents that `shrink` makes for a number of bytes that is accepted. Throws `EVIDENCE_INVALID`
 * where a document breaks a rule, and `EVIDENCE_TOO_LARGE` where even the last one is too large.
 */
export function writeWithinLimit<Document extends Evidence>(
  document: Document,
  shrink: (document: Document, maxBytes: number) => Document,
): FittedDocument<Document> {
  let evidence = document;
  for (const budget of [undefined, ...BUDGETS]) {
    if (budget !== undefined) evidence = shrink(document, budget);
    try {
      return { evidence, text: serializeEvidence(evidence) };
    } catch (error) {
      if (!(error instanceof PawlError) || error.code !== "EVIDENCE_TOO_LARGE") throw error;
    }
  }
  return { evidence, text: serializeEvidence(evidence) };
}
