import { type Monitoring, monitoringPath, noMonitoring } from "../../core/monitoring/monitoring.ts";
import { parseMonitoring } from "../../core/monitoring/monitoring-documents.ts";
import { readFileAt } from "../../github/contents.ts";
import type { KnownLedger } from "../memory.ts";
import { readLedger } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

/** Slots and windows of one model as the ledger has them. Remembered. Throws `EVIDENCE_INVALID`. */
export async function readMonitoring(workplace: Workplace, model: string): Promise<Monitoring> {
  const ledger = await readLedger(workplace);
  return ledger === undefined ? noMonitoring(model) : readMonitoringOf(workplace, ledger, model);
}

/** Slots and windows of one model as of what is trusted of the ledger. */
export async function readMonitoringOf(
  { octokit, repository }: Workplace,
  ledger: KnownLedger,
  model: string,
): Promise<Monitoring> {
  const known = ledger.monitorings.get(model);
  if (known !== undefined) return known;
  const path = monitoringPath(model);
  const bytes = ledger.trusted === undefined ? undefined : await readFileAt(octokit, repository, path, ledger.trusted);
  const monitoring = bytes === undefined ? noMonitoring(model) : parseMonitoring(bytes, path);
  ledger.monitorings.set(model, monitoring);
  return monitoring;
}
