import { resolve } from "node:path";
import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import type { ReferenceBatch } from "../../src/core/evidence/drift-evidence.ts";
import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import type { BatchRequest } from "../../src/engine/detect-dataset-drift.ts";
import { assertFetched } from "../../src/runner/datasets/assert-fetched.ts";
import { isProfileDocument, readProfileDocument } from "../../src/runner/datasets/profile-document.ts";
import type { DriftJob } from "./plan-drift.ts";

/** A reference batch to be compared with, and what evidence says about it besides its rows. */
export interface FoundBatch {
  readonly request: BatchRequest;
  readonly origin: Omit<ReferenceBatch, "name" | "rows">;
}

/** The reference batches that are wanted, in that order. Throws `DATA_UNREADABLE`, `INPUT_INVALID`, `NOT_FOUND`. */
export async function findBatches(job: DriftJob): Promise<readonly FoundBatch[]> {
  const { reference, folder } = job;
  if (reference.kind === "paths") return Promise.all(reference.paths.map((line) => batchOf(line, folder)));
  // Loaded only here: GitHub's client takes longer to load than small files to be compared.
  const { readLedgerBatches } = await import("./read-ledger-batches.ts");
  return readLedgerBatches(job, reference.kind);
}

async function batchOf(line: string, folder: string): Promise<FoundBatch> {
  const absolute = resolve(folder, line);
  if (await isProfileDocument(absolute)) {
    const { profile, fingerprint, commit, digest } = await readProfileDocument(absolute, line);
    return {
      request: { name: line, profile },
      origin:
        commit === undefined ? {} : { document: digest, commit, ...(fingerprint === undefined ? {} : { fingerprint }) },
    };
  }
  await assertFetched([line], folder);
  const name = withoutSecrets(line);
  return { request: { name, data: { name, paths: [line], folder } }, origin: {} };
}

export interface BatchWish {
  readonly dataset: string;
  readonly batches: number;
  /** Of the job itself: data are never their own reference. */
  readonly workflowRunId: number;
}

/**
 * The data evidence to compare with, newest first: accepted on the default branch, contract not broken, no data twice, and
 * none that a drift check of the same workflow run found to have drifted, which would make drift its own measure.
 */
export function chooseBatches({ entries }: LedgerIndex, wish: BatchWish): readonly LedgerEntry[] {
  const drifted = new Set(
    entries
      .filter(({ kind, verdict }) => kind === "drift" && verdict === "drift")
      .map(({ workflowRun }) => workflowRun.id),
  );
  const usable = entries.filter(
    ({ kind, key, outcome, verdict, onDefaultBranch, workflowRun }) =>
      kind === "data" &&
      key === wish.dataset &&
      outcome === "succeeded" &&
      verdict !== "fail" &&
      onDefaultBranch &&
      !drifted.has(workflowRun.id) &&
      workflowRun.id !== wish.workflowRunId,
  );
  const byData = new Map<string, LedgerEntry>();
  for (const entry of usable) {
    const data = entry.fingerprint ?? entry.digest;
    if (!byData.has(data)) byData.set(data, entry);
  }
  return [...byData.values()].slice(0, wish.batches);
}
