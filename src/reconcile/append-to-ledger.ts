import type { KnownLedger } from "./memory.ts";
import { type DocumentToKeep, planLedgerCommit } from "./plan-ledger-commit.ts";
import { readIndex } from "./read-ledger.ts";
import type { Workplace } from "./workplace.ts";
import { type LedgerChange, writeToLedger } from "./write-to-ledger.ts";

/**
 * Puts documents on the ledger, in one commit. What it holds already is not written again. Returns the documents that
 * came late: their place is taken.
 *
 * @throws `LEDGER_CONFLICT` where others kept writing; nothing is lost, the evidence stays with its workflow run.
 */
export async function appendToLedger(
  workplace: Workplace,
  documents: readonly DocumentToKeep[],
): Promise<readonly DocumentToKeep[]> {
  if (documents.length === 0) return [];
  const { memory, log } = workplace;
  const { result: late, commit } = await writeToLedger(workplace, (ledger) => planAt(workplace, ledger, documents));
  if (commit === undefined) return late;
  for (const { document } of documents) {
    const { statement, digest, bytes } = document;
    memory.documents.set(digest, { statement, digest, size: bytes.byteLength });
  }
  log.info({ commit, documents: documents.length }, "evidence kept");
  return late;
}

async function planAt(
  workplace: Workplace,
  ledger: KnownLedger,
  documents: readonly DocumentToKeep[],
): Promise<LedgerChange<readonly DocumentToKeep[]>> {
  for (const model of new Set(documents.map(({ document }) => document.statement.predicate.model))) {
    await readIndex(workplace, ledger, model);
  }
  const plan = planLedgerCommit(documents, ledger.indexes, workplace.now());
  const headline = headlineOf(documents);
  if (plan === undefined) return { files: [], headline, result: [] };
  return { files: plan.files, headline, indexes: plan.indexes, result: plan.late };
}

function headlineOf(documents: readonly DocumentToKeep[]): string {
  const models = [...new Set(documents.map(({ document }) => document.statement.predicate.model))].join(", ");
  const [first] = documents;
  const commit = first?.workflowRun.headSha.slice(0, 12) ?? "";
  return `Keep evidence of ${models} for ${commit}`.slice(0, 200);
}
