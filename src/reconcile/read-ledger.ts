import type { LedgerEntry, LedgerIndex } from "../core/evidence/ledger-index.ts";
import { documentDigest, parseStatement } from "../core/evidence/statement.ts";
import { readLedgerDocument, readLedgerIndex } from "../github/ledger.ts";
import { readLedgerHistory } from "../github/ledger-history.ts";
import type { KnownDocument, KnownLedger } from "./memory.ts";
import type { Workplace } from "./workplace.ts";

/**
 * The ledger as of the newest commit that this App made; `undefined` as long as there is none. Remembered: the App is the
 * only writer, every commit of ours moves the memory, and one that is not ours is noticed by the next compare-and-swap,
 * push event or sweep. What others committed is ignored, and said in the log.
 */
export async function readLedger(workplace: Workplace): Promise<KnownLedger | undefined> {
  const { octokit, repository, memory, self, log } = workplace;
  if (memory.ledger !== undefined) return memory.ledger;
  const history = await readLedgerHistory(octokit, repository, self);
  if (history === undefined) return undefined;
  const { head, trusted, foreign } = history;
  if (foreign.length > 0) {
    log.warn(
      { ...repository, head, trusted, foreign: foreign.slice(0, 20) },
      "commits on the ledger are not this App's",
    );
  }
  memory.ledger = knownLedger({ head, trusted, foreign });
  return memory.ledger;
}

/** A ledger of which nothing has been read yet. */
export function knownLedger(at: Pick<KnownLedger, "head" | "trusted" | "foreign">): KnownLedger {
  return { ...at, indexes: new Map(), registries: new Map(), monitorings: new Map(), retrainings: new Map() };
}

/** The index of one model at the ledger's head, newest entry first; empty where it has none. */
export async function readEntries(workplace: Workplace, model: string): Promise<readonly LedgerEntry[]> {
  const ledger = await readLedger(workplace);
  return ledger === undefined ? [] : ((await readIndex(workplace, ledger, model))?.entries ?? []);
}

/** The index of one model as of what is trusted of the ledger. */
export async function readIndex(
  { octokit, repository }: Workplace,
  ledger: KnownLedger,
  model: string,
): Promise<LedgerIndex | undefined> {
  if (ledger.indexes.has(model)) return ledger.indexes.get(model);
  const index =
    ledger.trusted === undefined ? undefined : await readLedgerIndex(octokit, repository, model, ledger.trusted);
  ledger.indexes.set(model, index);
  return index;
}

/** A document of the ledger; `undefined`, with a line in the log, where its bytes are not those that were accepted. */
export async function readDocument(
  workplace: Workplace,
  entry: Pick<LedgerEntry, "path" | "digest">,
): Promise<KnownDocument | undefined> {
  const { octokit, repository, memory, log } = workplace;
  const known = memory.documents.get(entry.digest);
  if (known !== undefined) return known;
  const bytes = await readLedgerDocument(octokit, repository, entry.path, (await readLedger(workplace))?.trusted);
  const digest = documentDigest(bytes);
  if (digest !== entry.digest) {
    log.error({ path: entry.path, digest, expected: entry.digest }, "ledger document is not the one that was accepted");
    return undefined;
  }
  const document = { statement: parseStatement(bytes, entry.path), digest, size: bytes.byteLength };
  memory.documents.set(digest, document);
  return document;
}
