import { PawlError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import type { EvidenceKind } from "../../core/evidence/names.ts";
import type { LineageDocument } from "../../core/evidence/package-evidence.ts";
import { evidenceKind } from "../../core/evidence/statement.ts";
import { lineagePaths } from "../../core/registry/lineage-paths.ts";
import type { KnownDocument } from "../memory.ts";
import type { AcceptedDocument } from "../model-evidence.ts";
import { readDocument } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

export interface LineageQuestion {
  readonly model: string;
  readonly kind: EvidenceKind;
  readonly lineage: LineageDocument;
  /** Of the model's index, which holds the newest documents only. */
  readonly entries: readonly LedgerEntry[];
  /** Shortly after the document was accepted: older ones are looked for in this month and the two before. */
  readonly around: string;
  /** `https://github.com/owner/name/actions/runs`. */
  readonly runsUrl: string;
}

export interface LineageAnswer {
  readonly accepted: AcceptedDocument;
  /** What the index says; undefined where the document is too old for it. */
  readonly entry: LedgerEntry | undefined;
}

/** A document that a version or package names; `undefined` where the ledger lacks it or has other bytes under its name. */
export async function findLineageDocument(
  workplace: Workplace,
  question: LineageQuestion,
): Promise<LineageAnswer | undefined> {
  const { entries, lineage, kind, model } = question;
  const entry = entries.find((candidate) => candidate.digest === lineage.document && candidate.kind === kind);
  const known = await readFirst(
    workplace,
    entry === undefined ? lineagePaths(question, lineage, question.around) : [entry.path],
    lineage.document,
  );
  const evidence = known?.statement.predicate;
  if (known === undefined || evidence === undefined) return undefined;
  if (evidence.model !== model || evidenceKind(evidence) !== kind) return undefined;
  const { id, attempt, number } = evidence.identity.workflowRun;
  if (id !== lineage.workflowRun.id || attempt !== lineage.workflowRun.attempt) return undefined;
  const workflowRun = entry?.workflowRun ?? { id, attempt, number, event: evidence.identity.event };
  return {
    entry,
    accepted: {
      document: evidence,
      digest: known.digest,
      workflowRun: { ...workflowRun, url: `${question.runsUrl}/${String(id)}` },
      standing: "ledger",
      acceptedAt: entry?.acceptedAt ?? question.around,
    },
  };
}

async function readFirst(
  workplace: Workplace,
  paths: readonly string[],
  digest: string,
): Promise<KnownDocument | undefined> {
  for (const path of paths) {
    try {
      const found = await readDocument(workplace, { path, digest });
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof PawlError) || error.code !== "NOT_FOUND") throw error;
    }
  }
  return undefined;
}
