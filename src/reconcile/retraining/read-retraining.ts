import { parseRetraining } from "../../core/monitoring/monitoring-documents.ts";
import { noRetraining, type Retraining, retrainingPath } from "../../core/retraining/retraining.ts";
import { readFileAt } from "../../github/contents.ts";
import type { KnownLedger } from "../memory.ts";
import { readLedger } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

/** What is on record about one model's retraining. Remembered. Throws `EVIDENCE_INVALID`. */
export async function readRetraining(workplace: Workplace, model: string): Promise<Retraining> {
  const ledger = await readLedger(workplace);
  return ledger === undefined ? noRetraining(model) : readRetrainingOf(workplace, ledger, model);
}

/** What is on record about one model's retraining, as of what is trusted of the ledger. */
export async function readRetrainingOf(
  { octokit, repository }: Workplace,
  ledger: KnownLedger,
  model: string,
): Promise<Retraining> {
  const known = ledger.retrainings.get(model);
  if (known !== undefined) return known;
  const path = retrainingPath(model);
  const bytes = ledger.trusted === undefined ? undefined : await readFileAt(octokit, repository, path, ledger.trusted);
  const retraining = bytes === undefined ? noRetraining(model) : parseRetraining(bytes, path);
  ledger.retrainings.set(model, retraining);
  return retraining;
}
