import { z } from "zod";
import { boundedRecord, CommitSha, Instant, label, Sha256 } from "./limits.ts";
import { EVIDENCE_KINDS, EvidenceKey, type EvidenceName, ModelName } from "./names.ts";
import { OciDigest } from "./oci-digest.ts";

/** The branch on which the App keeps accepted evidence. */
export const LEDGER_BRANCH = "pawl";

/** Entries that one index holds; the documents of older ones stay on the ledger. */
export const MAX_INDEX_ENTRIES = 500;

/** What a report needs to know about a document without opening it. */
export const LedgerEntry = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  key: EvidenceKey.optional(),
  path: label(300),
  /** sha-256 of the document's bytes. */
  digest: Sha256,
  commit: CommitSha,
  workflowRun: z.strictObject({
    id: z.int().positive(),
    number: z.int().nonnegative(),
    attempt: z.int().positive(),
    event: label(60),
  }),
  /** Head branch of the workflow run. */
  branch: label(300),
  /** True where the run was made of the default branch's own code: a push to it, a schedule or a dispatch on it. */
  onDefaultBranch: z.boolean(),
  pullRequest: z.int().positive().optional(),
  acceptedAt: Instant,
  startedAt: Instant,
  finishedAt: Instant,
  outcome: z.enum(["succeeded", "failed", "timed-out", "cancelled"]),
  inputDigest: Sha256.optional(),
  /** Id of the workflow run whose result was reused. */
  reused: z.int().positive().optional(),
  /** sha-256 of the predictions file (evaluation). */
  predictions: Sha256.optional(),
  testData: Sha256.optional(),
  evaluationCode: Sha256.optional(),
  /** Fingerprint of the dataset (data, drift), as `<algorithm>:<value>`. */
  fingerprint: label(100).optional(),
  /** Of the contract (data) or of the drift rule (drift). */
  verdict: z.enum(["pass", "fail", "inconclusive", "drift", "stable"]).optional(),
  /** Digest of the manifest (package). */
  package: OciDigest.optional(),
  /** Overall metrics; of a run the final ones. */
  metrics: boundedRecord(z.number(), 60),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** `models/<model>/index.json`: newest entry first. */
export const LedgerIndex = z.strictObject({
  schema: z.literal("pawl.index/v1"),
  model: ModelName,
  entries: z.array(LedgerEntry).max(MAX_INDEX_ENTRIES),
});
export type LedgerIndex = z.infer<typeof LedgerIndex>;

export function ledgerIndexPath(model: string): string {
  return `models/${model}/index.json`;
}

/** One document per file, sharded by model and month of acceptance. */
export function ledgerDocumentPath(
  { kind, model, key }: EvidenceName,
  workflowRun: { readonly id: number; readonly attempt: number },
  acceptedAt: string,
): string {
  const suffix = key === undefined ? "" : `-${key}`;
  return `evidence/${model}/${acceptedAt.slice(0, 7)}/${kind}-${String(workflowRun.id)}-${String(workflowRun.attempt)}${suffix}.json`;
}

/** The index with `entries` put in front; an entry of the same path replaces the old one, so that adding twice is adding once. */
export function addToIndex(
  index: LedgerIndex | undefined,
  model: string,
  entries: readonly LedgerEntry[],
): LedgerIndex {
  const byPath = new Map<string, LedgerEntry>();
  for (const entry of [...entries, ...(index?.entries ?? [])])
    if (!byPath.has(entry.path)) byPath.set(entry.path, entry);
  return { schema: "pawl.index/v1", model, entries: [...byPath.values()].slice(0, MAX_INDEX_ENTRIES) };
}
