import { PawlError } from "../../src/core/errors.ts";
import type { LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { acceptedBatchName } from "../../src/core/monitoring/batch-name.ts";
import type { Monitoring } from "../../src/core/monitoring/monitoring.ts";
import { ENOUGH_BATCHES } from "../../src/core/monitoring/plan-cut.ts";
import { readLedgerProfile } from "../validate-data/read-ledger-reference.ts";
import { chooseAccepted } from "./choose-accepted.ts";
import { type LedgerPart, originOf } from "./ledger-part.ts";
import type { LedgerSearch } from "./open-ledger.ts";
import type { DriftJob } from "./plan-drift.ts";

/**
 * The newest accepted data, oldest first, each as one batch; where there are fewer than eight and one was counted in parts,
 * the parts of the newest such. Throws `NOT_FOUND` where there are none yet.
 */
export async function readAccepted(
  job: DriftJob,
  { octokit, repository, dataset }: LedgerSearch,
  { index, monitoring }: { readonly index: LedgerIndex | undefined; readonly monitoring: Monitoring | undefined },
): Promise<readonly LedgerPart[]> {
  const ofWindows = (monitoring?.windows ?? []).map(({ workflowRun }) => workflowRun.id);
  const workflowRuns = new Set([job.identity.workflowRun.id, ...ofWindows]);
  const entries = index === undefined ? [] : chooseAccepted(index, { dataset, most: job.batches, workflowRuns });
  if (entries.length === 0) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `the ledger has no accepted data of ${dataset} on the default branch to compare with`,
      hint: "Run validate-data for this dataset on the default branch first, or name files as the reference.",
    });
  }
  const documents = await Promise.all(
    entries.map(async (entry) => ({ entry, document: await readLedgerProfile(octokit, repository, entry) })),
  );
  const cut = documents.findLast(({ document }) => document.parts.length > 0);
  if (cut !== undefined && documents.length < ENOUGH_BATCHES) {
    const origin = originOf(cut.document, cut.entry, "accepted");
    return cut.document.parts.map(({ name, start, end, profile }) => {
      return { name: acceptedBatchName(cut.document.digest, name), start, end, profile, origin };
    });
  }
  return documents.map(({ entry, document }) => ({
    name: acceptedBatchName(document.digest),
    profile: document.profile,
    origin: originOf(document, entry, "accepted"),
  }));
}
