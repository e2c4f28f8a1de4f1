import { PawlError } from "../core/errors.ts";
import { LEDGER_BRANCH, type LedgerIndex } from "../core/evidence/ledger-index.ts";
import type { Monitoring } from "../core/monitoring/monitoring.ts";
import type { Registry } from "../core/registry/registry.ts";
import type { Retraining } from "../core/retraining/retraining.ts";
import {
  commitToLedger,
  createLedgerBranch,
  type LedgerCommitResult,
  type LedgerFile,
  restoreLedger,
} from "../github/ledger-commit.ts";
import { formatRepository } from "../github/repository.ts";
import { inTurn } from "./in-turn.ts";
import type { KnownLedger } from "./memory.ts";
import { knownLedger, readLedger } from "./read-ledger.ts";
import type { Workplace } from "./workplace.ts";

/** Every attempt begins by reading again, so more than a few mean that somebody writes without pause. */
const ATTEMPTS = 8;
const PAUSE_MS = 200;

/** One commit to the ledger, decided from the ledger as it is. */
export interface LedgerChange<Result> {
  /** No files: there is nothing to write. */
  readonly files: readonly LedgerFile[];
  readonly headline: string;
  /** What is known of the ledger after the commit, by model. */
  readonly indexes?: ReadonlyMap<string, LedgerIndex>;
  readonly registries?: ReadonlyMap<string, Registry>;
  readonly monitorings?: ReadonlyMap<string, Monitoring>;
  readonly retrainings?: ReadonlyMap<string, Retraining>;
  readonly result: Result;
}

export interface LedgerWrite<Result> {
  readonly result: Result;
  /** The commit that was made; `undefined` where there was nothing to write. */
  readonly commit: string | undefined;
}

/**
 * Decides and writes, by compare-and-swap: where somebody else wrote in between, it is decided again from what is there
 * now. The App's own writes to one repository wait for each other.
 *
 * @throws `LEDGER_CONFLICT` where others kept writing; nothing was written.
 */
export async function writeToLedger<Result>(
  workplace: Workplace,
  decide: (ledger: KnownLedger) => Promise<LedgerChange<Result>>,
): Promise<LedgerWrite<Result>> {
  return inTurn(workplace, "lastLedgerCommit", () => write(workplace, decide));
}

async function write<Result>(
  workplace: Workplace,
  decide: (ledger: KnownLedger) => Promise<LedgerChange<Result>>,
): Promise<LedgerWrite<Result>> {
  const { repository, memory } = workplace;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const ledger = (await readLedger(workplace)) ?? (await beginLedger(workplace));
    const { files, headline, indexes, registries, monitorings, retrainings, result } = await decide(ledger);
    if (files.length === 0) return { result, commit: undefined };
    const committed = await commit(workplace, ledger, { headline, files });
    if (committed.kind === "committed") {
      memory.ledger = {
        head: committed.head,
        trusted: committed.head,
        foreign: [],
        indexes: new Map([...ledger.indexes, ...(indexes ?? [])]),
        registries: new Map([...ledger.registries, ...(registries ?? [])]),
        monitorings: new Map([...ledger.monitorings, ...(monitorings ?? [])]),
        retrainings: new Map([...ledger.retrainings, ...(retrainings ?? [])]),
      };
      return { result, commit: committed.head };
    }
    memory.ledger = undefined;
    await workplace.pause(PAUSE_MS * 2 ** attempt);
  }
  throw new PawlError({
    code: "LEDGER_CONFLICT",
    message: `the ledger of ${formatRepository(repository)} was changed by somebody else ${String(ATTEMPTS)} times in a row`,
    hint: "Only one installation of the App should write to it. What was to be written is tried again later.",
  });
}

/** Takes back what others committed, in the same commit. */
async function commit(
  { octokit, repository, log }: Workplace,
  { head, trusted, foreign }: KnownLedger,
  { headline, files }: Pick<LedgerChange<unknown>, "headline" | "files">,
): Promise<LedgerCommitResult> {
  if (foreign.length === 0) return commitToLedger(octokit, repository, { expectedHead: head, headline, files });
  if (trusted === undefined) {
    // Overwriting it could destroy the ledger of an App that was installed before under another name.
    throw new PawlError({
      code: "LEDGER_CONFLICT",
      message: `branch ${LEDGER_BRANCH} of ${formatRepository(repository)} has no commit of this App, so nothing is written to it`,
      hint: `The branch is the ledger and is written by the App alone. Rename or delete it, or restore the App's own commits.`,
    });
  }
  const restored = await restoreLedger(octokit, repository, { head, trusted, headline, files });
  if (restored.kind === "committed") {
    log.warn({ ...repository, commit: restored.head, trusted, foreign: foreign.slice(0, 20) }, "ledger restored");
  }
  return restored;
}

async function beginLedger(workplace: Workplace): Promise<KnownLedger> {
  const head = await createLedgerBranch(workplace.octokit, workplace.repository);
  const ledger = knownLedger({ head, trusted: head, foreign: [] });
  workplace.memory.ledger = ledger;
  return ledger;
}
