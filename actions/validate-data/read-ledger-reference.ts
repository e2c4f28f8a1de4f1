import { PawlError } from "../../src/core/errors.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { readLedgerDocument, readLedgerIndex } from "../../src/github/ledger.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import { type ProfileDocument, profileOfEvidence } from "../../src/runner/datasets/profile-document.ts";
import { findMergeBase } from "../find-merge-base.ts";
import { createJobClient } from "../job-client.ts";
import { chooseReference } from "./choose-reference.ts";
import type { ValidationJob } from "./plan-validation.ts";

/** The profile of the chosen data evidence on the ledger; `undefined` where there is none. */
export async function readLedgerReference(
  job: ValidationJob,
  fingerprint: () => Promise<string | undefined>,
): Promise<ProfileDocument | undefined> {
  const octokit = createJobClient(job.inputs["github-token"], job.env);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const index = await readLedgerIndex(octokit, { owner, repo }, job.inputs.model);
  if (index === undefined) return undefined;
  const entry = await chooseReference(index, {
    dataset: job.dataset,
    workflowRunId: job.identity.workflowRun.id,
    mergeBase: await findMergeBase(octokit, job),
    fingerprint,
  });
  return entry === undefined ? undefined : readLedgerProfile(octokit, { owner, repo }, entry);
}

/**
 * The profile in a document of the ledger. Throws `EVIDENCE_INVALID` where the file is not the one that the index names,
 * `INPUT_INVALID` where it has no profile.
 */
export async function readLedgerProfile(
  octokit: Octokit,
  repository: { readonly owner: string; readonly repo: string },
  entry: LedgerEntry,
): Promise<ProfileDocument> {
  const document = profileOfEvidence(await readLedgerDocument(octokit, repository, entry.path), entry.path);
  if (document.digest === entry.digest) return document;
  throw new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${entry.path} on the ledger is not the document that the ledger's index names`,
    hint: "Only the App writes to the ledger. Revert the commit that changed the file by hand.",
  });
}
