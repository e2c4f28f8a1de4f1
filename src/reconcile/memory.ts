import type { TreeFile } from "../core/evidence/input-digest.ts";
import type { LedgerIndex } from "../core/evidence/ledger-index.ts";
import type { Statement } from "../core/evidence/statement.ts";
import type { VersionFacts } from "../core/gate/gate-facts.ts";
import type { Monitoring } from "../core/monitoring/monitoring.ts";
import type { PromotionRequest } from "../core/registry/promotion-request.ts";
import type { Registry } from "../core/registry/registry.ts";
import type { Retraining } from "../core/retraining/retraining.ts";
import type { Blobs } from "../github/blobs.ts";
import { type BoundedCache, createBoundedCache } from "../github/bounded-cache.ts";
import type { Comparison } from "../github/comparisons.ts";
import type { OwnIssue } from "../github/issues.ts";
import type { Contributors } from "../github/pull-commits.ts";
import type { RepositoryFacts } from "../github/repository-facts.ts";
import type { CollectedDocument, CollectedEvidence } from "./collect-evidence.ts";
import type { ReportPlace } from "./name-missing-permission.ts";
import type { PromotionOutcome } from "./promotion/judge-pull-request.ts";
import type { OrganizationDefault } from "./promotion/read-organization-default.ts";
import type { MergeGroup } from "./report-merge-group.ts";

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

/** What the gate said of a commit that moves nothing, and when. */
export interface PlainPull {
  readonly headSha: string;
  readonly judgedAt: string;
  readonly outcome: PromotionOutcome;
}

export interface CheckHint {
  readonly id: number;
  readonly externalId: string;
  readonly annotated: boolean;
  readonly confirmed: boolean;
}

/** A commit on the ledger's branch that this App did not make: nothing in it counts. */
export interface ForeignCommit {
  readonly sha: string;
  /** Login, where GitHub knows one. */
  readonly author: string | undefined;
}

/** The ledger as of one of its commits. */
export interface KnownLedger {
  /** The branch's newest commit, whoever made it: what a compare-and-swap expects. */
  readonly head: string;
  /** The newest commit of this App, which is what is read; undefined where the branch has none. */
  readonly trusted: string | undefined;
  /** What others put on top of that, newest first. The next write of the App takes it back. */
  readonly foreign: readonly ForeignCommit[];
  readonly indexes: Map<string, LedgerIndex | undefined>;
  /** By model. */
  readonly registries: Map<string, Registry | undefined>;
  /** By model. */
  readonly monitorings: Map<string, Monitoring>;
  /** By model. */
  readonly retrainings: Map<string, Retraining>;
}

/** The files of a commit; `undefined` where GitHub cannot list all of them in one answer. */
export interface KnownTree {
  readonly files: readonly TreeFile[] | undefined;
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
  /** Some files as git has them, by commit and paths. */
  readonly blobs: BoundedCache<string, Blobs>;
  /** Whose hands the commits of a pull request went through, by its number, base and head. */
  readonly contributors: BoundedCache<string, Contributors>;
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
  /** By commit. */
  readonly trees: BoundedCache<string, KnownTree>;
  /** By head commit and branch: what the App's own commit there asks for, if there is one. */
  readonly requests: BoundedCache<string, { readonly request: PromotionRequest | undefined }>;
  /** By id of the tag object: the commit that it names. */
  readonly tagTargets: BoundedCache<string, string>;
  /** By model and version: the commit that its tag has to name. */
  readonly tagPlaces: BoundedCache<string, string>;
  /** By sha-256 of the package's document: why it does not become a version. */
  readonly refusedPackages: BoundedCache<string, string>;
  /** Tags that name something else than what the App wrote, by name: the commit that each names. */
  readonly movedTags: Map<string, string>;
  /** By model: the default branch's commit up to which no alias moved that is not on record. */
  readonly aliasHeads: BoundedCache<string, string>;
  /** Promotions about which everything has been said that there is to say, by their key and what was said. */
  readonly toldPromotions: BoundedCache<string, true>;
  /** Address and default branch, as GitHub said when it was first asked. */
  repository: RepositoryFacts | undefined;
  /** What is known of versions, by model, number and head of the ledger. */
  readonly versions: BoundedCache<string, VersionFacts>;
  /**
   * Open pull requests that move an alias or change a policy, with what the report says about it: time alone can change
   * what the gate says of them.
   */
  readonly promotions: BoundedCache<number, string>;
  /** Pull requests that touched neither an alias nor the rules when they were last looked at. */
  readonly plainPulls: BoundedCache<number, PlainPull>;
  /** Merge groups that wait, by their pull request: what counts for one can change while it waits. */
  readonly mergeGroups: BoundedCache<number, MergeGroup>;
  /** Names of checks that some gate was seen to wait for. */
  readonly awaitedChecks: Set<string>;
  /** When this App dispatched a training, by its key: GitHub lists it some seconds later. */
  readonly startedTrainings: BoundedCache<string, string>;
  /** Retrainings and trainings that this App put on record itself, by their keys: those of a replica are the replica's to begin. */
  readonly ownClaims: BoundedCache<string, true>;
  /** Trainings that were seen to have pushed to their own branch, by the App's commit and the head. */
  readonly trainingPushes: BoundedCache<string, true>;
  /** Whether what a retraining is made of changed between two commits, by model and both. */
  readonly movedBases: BoundedCache<string, boolean>;
  /** Names of the configuration's models when nothing was found open of another one; undefined: nobody looked. */
  modelsWithoutGone: string | undefined;
  /** By key, checks that this process claimed and has not seen dispatched: it may go on with them at once. */
  readonly claimedChecks: Map<string, "new" | "tried">;
  /** Workflow runs that left drift evidence which is no window of the model, by model and id: nobody has to look again. */
  readonly noWindows: BoundedCache<string, true>;
  /** Issues of the App as they were last listed or written; undefined: to be listed. */
  ownIssues: readonly OwnIssue[] | undefined;
  organizationDefault: { readonly readAt: string; readonly found: OrganizationDefault | undefined } | undefined;
  ledger: KnownLedger | undefined;
  /** Commits to the ledger are made one after the other, so that the App does not race with itself. */
  lastLedgerCommit: Promise<unknown>;
  /** What follows from promotions is done by one at a time: else two would look, find nothing, and both make it. */
  lastPromotionTurn: Promise<unknown>;
  /** So are drift checks. */
  lastMonitoringTurn: Promise<unknown>;
}

/** Documents that are remembered of one repository, as bytes: a profile of a thousand columns has half a megabyte. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Files of all trees that are remembered; a file takes about 150 bytes. */
const MAX_TREE_FILES = 100_000;

function sizeOfArtifact(found: CollectedDocument | string): number {
  return typeof found === "string" ? found.length + 1 : found.bytes.byteLength;
}

export function createRepositoryMemory(): RepositoryMemory {
  return {
    files: createBoundedCache(500),
    fingerprints: createBoundedCache(1000),
    comparisons: createBoundedCache(500),
    blobs: createBoundedCache(500),
    contributors: createBoundedCache(500),
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
    trees: createBoundedCache(20, { maxSize: MAX_TREE_FILES, sizeOf: ({ files }) => (files?.length ?? 0) + 1 }),
    requests: createBoundedCache(500),
    tagTargets: createBoundedCache(5000),
    tagPlaces: createBoundedCache(5000),
    refusedPackages: createBoundedCache(500),
    movedTags: new Map(),
    aliasHeads: createBoundedCache(1000),
    toldPromotions: createBoundedCache(1000),
    repository: undefined,
    versions: createBoundedCache(200),
    promotions: createBoundedCache(1000),
    plainPulls: createBoundedCache(1000),
    mergeGroups: createBoundedCache(200),
    awaitedChecks: new Set(),
    startedTrainings: createBoundedCache(200),
    ownClaims: createBoundedCache(200),
    trainingPushes: createBoundedCache(200),
    movedBases: createBoundedCache(500),
    modelsWithoutGone: undefined,
    claimedChecks: new Map(),
    noWindows: createBoundedCache(2000),
    ownIssues: undefined,
    organizationDefault: undefined,
    ledger: undefined,
    lastLedgerCommit: Promise.resolve(),
    lastPromotionTurn: Promise.resolve(),
    lastMonitoringTurn: Promise.resolve(),
  };
}
