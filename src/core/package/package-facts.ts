import type { PackageAttachment } from "../evidence/package-evidence.ts";
import type { ParsedPackage } from "./parse-package-manifest.ts";

/** One blob of a package, as the registry has it. */
export interface BlobFacts {
  readonly path: string;
  /** `there`: it exists, and nobody read it. */
  readonly state: "same" | "there" | "absent" | "differs";
}

/** A document that hangs on the package. */
export interface AttachedFacts {
  readonly kind: PackageAttachment["kind"];
  readonly bytes: Uint8Array;
  /** sha-256 of the bytes. */
  readonly sha256: string;
}

/** What a ledger says about a package. */
export type LedgerFacts =
  | { readonly kind: "unread"; readonly reason: string }
  | {
      readonly kind: "read";
      /** `origin/pawl`, or the branch at GitHub. */
      readonly name: string;
      /** Accepted evidence of this digest; first that of the default branch. */
      readonly accepted: readonly AcceptedPackage[];
      /** Bytes of these documents, and of every one that their lineage could name, by path on the ledger. */
      readonly documents: ReadonlyMap<string, Uint8Array>;
      /** The version that has this digest. */
      readonly version: VersionOnLedger | undefined;
      /** The commit that put the package's document there. */
      readonly commit: LedgerCommit | undefined;
    };

/** What the ledger's index, or a version, says of a `package` document. */
export interface AcceptedPackage {
  readonly path: string;
  /** sha-256 that the document has to have. */
  readonly digest: string;
  readonly onDefaultBranch: boolean;
  /** ISO 8601, UTC. */
  readonly acceptedAt: string;
  readonly workflowRunId: number;
}

export interface VersionOnLedger {
  readonly version: number;
  /** Whether its document is the one that the registry's index names, and is about this digest. */
  readonly intact: boolean;
}

export interface LedgerCommit {
  readonly sha: string;
  readonly author: string;
  /** What GitHub says of its signature; undefined where GitHub was not asked. */
  readonly verified: boolean | undefined;
}

/** What GitHub answers when it is asked for attestations of a digest. */
export type AttestationFacts =
  | { readonly kind: "unasked"; readonly reason: string }
  | { readonly kind: "asked"; readonly count: number };

/** Everything that is known about a package from where it lies. */
export interface PackageFacts {
  /** `sha256:…` of the manifest's bytes. */
  readonly digest: string;
  readonly repository: string;
  readonly package: ParsedPackage;
  readonly blobs: readonly BlobFacts[];
  readonly attached: readonly AttachedFacts[];
  readonly ledger: LedgerFacts;
  readonly attestations: AttestationFacts;
}
