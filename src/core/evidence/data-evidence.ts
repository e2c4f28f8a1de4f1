import { z } from "zod";
import { Check } from "../dataset/check.ts";
import { Profile } from "../dataset/profile.ts";
import { DataBatch, MAX_DATA_BATCHES, unpackBatches } from "./data-batches.ts";
import { evidenceHeader } from "./identity.ts";
import { CommitSha, label, Sha256, text } from "./limits.ts";
import { DatasetIdentity, Outcome } from "./run-evidence.ts";

/** Which document's edges a profile stands on, so that two documents can be compared. */
export const ReferenceDocument = z.strictObject({
  /** sha-256 of the `data` document on the ledger. */
  document: Sha256,
  commit: CommitSha,
  /** Fingerprint of the data that it describes. */
  fingerprint: label(100).optional(),
});
export type ReferenceDocument = z.infer<typeof ReferenceDocument>;

/** What was found in one dataset. `key` is the dataset's name. */
export const DataEvidence = z
  .strictObject({
    schema: z.literal("pawl.data/v1"),
    ...evidenceHeader,
    /** `failed`: the data or the contract could not be read. A broken contract is a verdict, and `succeeded`. */
    outcome: Outcome,
    /** Content identity: the fingerprint. Absent where it could not be read. */
    dataset: DatasetIdentity.optional(),
    source: z.strictObject({
      format: z.enum(["csv", "parquet", "jsonl", "arrow"]).optional(),
      /** As the workflow names it: a path, a glob. */
      path: label(1000),
      files: z.int().nonnegative(),
      bytes: z.int().nonnegative().optional(),
    }),
    profile: Profile.optional(),
    /** The same rows in parts, oldest first, each counted on the frame of the whole: what later data are held against. */
    batches: z.array(DataBatch).max(MAX_DATA_BATCHES).optional(),
    /** Column with the truth, where the configuration names one. */
    label: label().optional(),
    contract: z
      .strictObject({
        path: label(500),
        sha256: Sha256,
        id: label().optional(),
        version: label(100).optional(),
      })
      .optional(),
    checks: z.array(Check).max(3000),
    /** `fail`: at least one check of severity `error` failed. `inconclusive`: one of them was not evaluated, or no check at all was. */
    verdict: z.enum(["pass", "fail", "inconclusive"]),
    reference: ReferenceDocument.optional(),
    notes: z.array(text(500)).max(50),
  })
  .refine(hasBatchesThatFit, {
    path: ["batches"],
    error: "must be parts of the rows of the profile, counted on its frame",
  });
export type DataEvidence = z.infer<typeof DataEvidence>;

function hasBatchesThatFit({
  profile,
  batches,
}: {
  readonly profile?: Profile | undefined;
  readonly batches?: DataBatch[] | undefined;
}): boolean {
  return batches === undefined || (profile !== undefined && unpackBatches(profile, batches) !== undefined);
}
