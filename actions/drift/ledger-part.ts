import type { ProfiledBatch } from "../../src/core/evidence/data-batches.ts";
import type { ReferenceBatch } from "../../src/core/evidence/drift-evidence.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import type { ProfileDocument } from "../../src/runner/datasets/profile-document.ts";

/** A batch of the ledger. */
export interface LedgerPart extends ProfiledBatch {
  readonly origin: Omit<ReferenceBatch, "name" | "rows">;
}

/** Where a batch comes from: the document that has it. */
export function originOf(
  { digest, commit }: Pick<ProfileDocument, "digest" | "commit">,
  { acceptedAt, fingerprint }: Pick<LedgerEntry, "acceptedAt" | "fingerprint">,
  from: NonNullable<ReferenceBatch["from"]>,
): LedgerPart["origin"] {
  return {
    document: digest,
    acceptedAt,
    from,
    ...(commit === undefined ? {} : { commit }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
