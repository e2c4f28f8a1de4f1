import { PawlError } from "../../src/core/errors.ts";
import type { LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { readLedgerIndex } from "../../src/github/ledger.ts";
import { chooseBatches, type FoundBatch } from "./find-batches.ts";
import { type LedgerSearch, openLedger } from "./open-ledger.ts";
import type { DriftJob } from "./plan-drift.ts";
import { readChampionBatch } from "./read-champion-batch.ts";
import { readLedgerBatch } from "./read-ledger-batch.ts";

/**
 * Data of the ledger to compare with: what the champion was trained on, or the newest accepted ones. Where the former cannot
 * be had, a note says why and the latter are it. Throws `NOT_FOUND` where there are none yet, `INPUT_INVALID` without a token.
 */
export async function readLedgerBatches(job: DriftJob, wanted: "champion" | "ledger"): Promise<readonly FoundBatch[]> {
  const search = openLedger(job);
  const { octokit, repository, model } = search;
  const index = await readLedgerIndex(octokit, repository, model);
  const ofChampion = wanted === "champion" ? await readChampionBatch(job, search, index) : undefined;
  return ofChampion === undefined ? readAccepted(job, search, index) : [ofChampion];
}

async function readAccepted(
  job: DriftJob,
  search: LedgerSearch,
  index: LedgerIndex | undefined,
): Promise<readonly FoundBatch[]> {
  const { dataset } = search;
  const wish = { dataset, batches: job.batches, workflowRunId: job.identity.workflowRun.id };
  const entries = index === undefined ? [] : chooseBatches(index, wish);
  if (entries.length === 0) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `the ledger has no accepted data of ${dataset} on the default branch to compare with`,
      hint: "Run validate-data for this dataset on the default branch first, or name files as the reference.",
    });
  }
  return Promise.all(
    entries.map((entry) => readLedgerBatch(search, entry, `${dataset} at ${entry.commit.slice(0, 7)}`)),
  );
}
