import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import { type Monitoring, monitoringPath } from "../../src/core/monitoring/monitoring.ts";
import { parseMonitoring } from "../../src/core/monitoring/monitoring-documents.ts";
import { readFileAt } from "../../src/github/contents.ts";
import type { LedgerSearch } from "./open-ledger.ts";

/** Slots, windows and decisions of a model on the ledger; `undefined` before its first. Throws `EVIDENCE_INVALID`. */
export async function readMonitoringDocument({
  octokit,
  repository,
  model,
}: Pick<LedgerSearch, "octokit" | "repository" | "model">): Promise<Monitoring | undefined> {
  const path = monitoringPath(model);
  const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
  return bytes === undefined ? undefined : parseMonitoring(bytes, path);
}
