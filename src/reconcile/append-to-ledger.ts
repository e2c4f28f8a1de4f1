import { PawlError } from "../core/errors.ts";
import { commitToLedger, createLedgerBranch } from "../github/ledger-commit.ts";
import { formatRepository } from "../github/repository.ts";
import type { KnownLedger } from "./memory.ts";
import { type DocumentToKeep, type LedgerPlan, planLedgerCommit } from "./plan-ledger-commit.ts";
import { readIndex, readLedger } from "./read-ledger.ts";
import type { Workplace } from "./workplace.ts";

/** Every attempt begins by reading again, so more than a few mean that somebody writes without pause. */
const ATTEMPTS = 8;
const PAUSE_MS = 200;

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
  const { memory } = workplace;
  const turn = memory.lastLedgerCommit.then(() => append(workplace, documents));
  memory.lastLedgerCommit = turn.catch(() => undefined);
  return turn;
}

async function append(workplace: Workplace, documents: readonly DocumentToKeep[]): Promise<readonly DocumentToKeep[]> {
  const { octokit, repository, memory, log } = workplace;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const ledger = (await readLedger(workplace)) ?? (await beginLedger(workplace));
    const plan = await planAt(workplace, ledger, documents);
    if (plan === undefined) return [];
    if (plan.files.length === 0) return plan.late;
    const headline = headlineOf(documents);
    const result = await commitToLedger(octokit, repository, {
      expectedHead: ledger.head,
      headline,
      files: plan.files,
    });
    if (result.kind === "committed") {
      memory.ledger = { head: result.head, indexes: new Map([...ledger.indexes, ...plan.indexes]) };
      for (const { document } of documents) {
        const { statement, digest, bytes } = document;
        memory.documents.set(digest, { statement, digest, size: bytes.byteLength });
      }
      log.info({ commit: result.head, documents: documents.length }, "evidence kept");
      return plan.late;
    }
    memory.ledger = undefined;
    await workplace.pause(PAUSE_MS * 2 ** attempt);
  }
  throw new PawlError({
    code: "LEDGER_CONFLICT",
    message: `the ledger of ${formatRepository(repository)} was changed by somebody else ${String(ATTEMPTS)} times in a row`,
    hint: "Only one installation of the App should write to it. The evidence is tried again later.",
  });
}

async function beginLedger(workplace: Workplace): Promise<KnownLedger> {
  const head = await createLedgerBranch(workplace.octokit, workplace.repository);
  const ledger = { head, indexes: new Map() };
  workplace.memory.ledger = ledger;
  return ledger;
}

async function planAt(
  workplace: Workplace,
  ledger: KnownLedger,
  documents: readonly DocumentToKeep[],
): Promise<LedgerPlan | undefined> {
  for (const model of new Set(documents.map(({ document }) => document.statement.predicate.model))) {
    await readIndex(workplace, ledger, model);
  }
  return planLedgerCommit(documents, ledger.indexes, workplace.now());
}

function headlineOf(documents: readonly DocumentToKeep[]): string {
  const models = [...new Set(documents.map(({ document }) => document.statement.predicate.model))].join(", ");
  const [first] = documents;
  const commit = first?.workflowRun.headSha.slice(0, 12) ?? "";
  return `Keep evidence of ${models} for ${commit}`.slice(0, 200);
}
