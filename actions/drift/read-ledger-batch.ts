import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { readLedgerProfile } from "../validate-data/read-ledger-reference.ts";
import type { FoundBatch } from "./find-batches.ts";
import type { LedgerSearch } from "./open-ledger.ts";

/** One document of the ledger as a batch. Throws what `readLedgerProfile` does. */
export async function readLedgerBatch(
  { octokit, repository }: LedgerSearch,
  entry: LedgerEntry,
  name: string,
): Promise<FoundBatch> {
  const { profile, digest, commit } = await readLedgerProfile(octokit, repository, entry);
  const { fingerprint, acceptedAt } = entry;
  return {
    request: { name, profile },
    origin: {
      document: digest,
      acceptedAt,
      ...(commit === undefined ? {} : { commit }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
    },
  };
}
