import { ledgerDocumentPath } from "../evidence/ledger-index.ts";
import type { EvidenceKind } from "../evidence/names.ts";
import type { LineageDocument } from "../evidence/package-evidence.ts";

/**
 * Where the ledger keeps a document that a version names and that is too old for the index: documents lie by the month in
 * which they were accepted.
 *
 * @param around Shortly after that: this month is looked at, and the two before.
 */
export function lineagePaths(
  { model, kind }: { readonly model: string; readonly kind: EvidenceKind },
  lineage: LineageDocument,
  around: string,
): readonly string[] {
  const [year = 0, month = 1] = around.slice(0, 7).split("-").map(Number);
  return [0, 1, 2].map((back) => {
    const at = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString();
    return ledgerDocumentPath({ kind, model, key: lineage.key }, lineage.workflowRun, at);
  });
}
