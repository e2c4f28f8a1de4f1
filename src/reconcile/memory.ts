import type { LedgerIndex } from "../core/evidence/ledger-index.ts";
import type { Statement } from "../core/evidence/statement.ts";
import type { Registry } from "../core/registry/registry.ts";
import { type BoundedCache, createBoundedCache } from "../github/bounded-cache.ts";
import type { Comparison } from "../github/comparisons.ts";
import type { CollectedDocument, CollectedEvidence } from "./collect-evidence.ts";
import type { ReportPlace } from "./name-missing-permission.ts";

/** A file at one commit; `bytes` is undefined where there is none. */
export interface KnownFile {
  readonly bytes: Uint8Array | undefined;
}

/** What a pointer at one commit says; `fingerprint` is undefined where there is none. */
export interface KnownFingerprint {
  readonly fingerprint: string | undefined;
}

export interface KnownDocument {
  readonly statement: Statement;
  readonly digest: string;
  /** Bytes on the ledger. */
  readonly size: number;
}

/** What the App last saw or wrote of its own; `confirmed`: a full listing showed it, alone. */
export interface CommentHint {
  readonly id: number;
  readonly body: string;
  readonly confirmed: boolean;
}

export interface CheckHint {
  readonly id: number;
  readonly externalId: string;
  readonly annotated: boolean;
  readonly confirmed: boolean;
}

/** The ledger as of one of its commits. */
export interface KnownLedger {
  readonly head: string;
  readonly indexes: Map<string, LedgerIndex | undefined>;
  /** By model. */
  readonly registries: Map<string, Registry | undefined>;
}

/**
 * What the App remembers of a repository. Nothing here is needed: everything is either a copy of something that cannot
 * change (a file at a commit, a document of the ledger) or a hint that is checked before it matters.
 */
export interface RepositoryMemory {
  readonly files: BoundedCache<string, KnownFile>;
  /** By commit and file: what the pointer there says. */
  readonly fingerprints: BoundedCache<string, KnownFingerprint>;
  readonly comparisons: BoundedCache<string, Comparison>;
  readonly ancestry: BoundedCache<string, boolean>;
  readonly documents: BoundedCache<string, KnownDocument>;
  /** What was found in an artifact, or why it is refused. */
  readonly artifacts: BoundedCache<string, CollectedDocument | string>;
  /** What was found in an attempt of a workflow run that is long over. */
  readonly collected: BoundedCache<string, CollectedEvidence>;
  /** By issue or pull request and marker. */
  readonly comments: BoundedCache<string, CommentHint>;
  /** Comments whose command was carried out. */
  readonly commands: BoundedCache<number, true>;
  /** By commit and name. */
  readonly checks: BoundedCache<string, CheckHint>;
  /** Merge base by pull request: whose report changes when that commit gets a run. */
  readonly mergeBases: BoundedCache<number, string>;
  /** State of a pull request or workflow run when a sweep last handed it on, so that the next sweep is cheap. */
  readonly handled: Map<string, string>;
  /** Where GitHub last said that the App may not write reports. */
  readonly refusedPlaces: Set<ReportPlace>;
  ledger: KnownLedger | undefined;
  /** Commits to the ledger are made one after the other, so that the App does not race with itself. */
  lastLedgerCommit: Promise<unknown>;
}

/** Documents that are remembered of one repository, as bytes: a profile of a thousand columns has half a megabyte. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

function sizeOfArtifact(found: CollectedDocument | string): number {
  return typeof found === "string" ? found.length + 1 : found.bytes.byteLength;
}

export function createRepositoryMemory(): RepositoryMemory {
  return {
    files: createBoundedCache(500),
    fingerprints: createBoundedCache(1000),
    comparisons: createBoundedCache(500),
    ancestry: createBoundedCache(2000),
    documents: createBoundedCache(200, { maxSize: MAX_DOCUMENT_BYTES, sizeOf: ({ size }) => size }),
    artifacts: createBoundedCache(500, { maxSize: MAX_DOCUMENT_BYTES, sizeOf: sizeOfArtifact }),
    collected: createBoundedCache(500, {
      maxSize: MAX_DOCUMENT_BYTES,
      sizeOf: ({ documents }) => documents.reduce((sum, document) => sum + sizeOfArtifact(document), 1),
    }),
    comments: createBoundedCache(1000),
    commands: createBoundedCache(1000),
    checks: createBoundedCache(2000),
    mergeBases: createBoundedCache(1000),
    handled: new Map(),
    refusedPlaces: new Set(),
    ledger: undefined,
    lastLedgerCommit: Promise.resolve(),
  };
}
