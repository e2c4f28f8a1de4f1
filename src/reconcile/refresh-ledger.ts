import { readLedgerHead } from "../github/ledger.ts";
import type { Workplace } from "./workplace.ts";

/** Somebody else may have written to the ledger: then what is remembered of it is read again. */
export async function refreshLedger({ octokit, repository, memory }: Workplace): Promise<void> {
  const known = memory.ledger;
  if (known === undefined) return;
  const head = await readLedgerHead(octokit, repository);
  if (head !== known.head && memory.ledger === known) memory.ledger = undefined;
}
