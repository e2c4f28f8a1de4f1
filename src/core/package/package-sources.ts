import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { Evidence } from "../evidence/statement.ts";

/** An evidence document with the identity of its bytes. */
export interface SourceDocument<Document extends Evidence = Evidence> {
  readonly evidence: Document;
  /** sha-256 of the document's bytes. */
  readonly sha256: string;
}

/** The evidence that a package is made from. */
export interface PackageSources {
  readonly run: SourceDocument<RunEvidence> | undefined;
  readonly evaluations: readonly SourceDocument<EvaluationEvidence>[];
  readonly data: readonly SourceDocument<DataEvidence>[];
}

/** The training that made the model: of a reused run the earlier one, so that a package of the same model stays the same. */
export function trainingOf(run: RunEvidence): { readonly commit: string; readonly finishedAt: string } {
  if (run.reused !== undefined) return { commit: run.reused.commit, finishedAt: run.reused.finishedAt };
  return { commit: run.identity.commit, finishedAt: run.finishedAt };
}
