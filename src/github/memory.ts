import { LRUCache } from "lru-cache";
import type { LedgerIndex } from "../core/evidence/ledger-index.ts";
import type { Statement } from "../core/evidence/statement.ts";
import type { Comparison } from "./comparisons.ts";

/** A text file at one commit; `text` is undefined where there is none. */
export interface KnownFile {
  readonly text: string | undefined;
}

export interface KnownDocument {
  readonly statement: Statement;
  readonly digest: string;
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
}

/**
 * What the App remembers of a repository. Nothing here is needed: everything is either a copy of something that cannot
 * change (a file at a commit, a document of the ledger) or a hint that is checked before it matters.
 */
export interface RepositoryMemory {
  readonly files: LRUCache<string, KnownFile>;
  readonly comparisons: LRUCache<string, Comparison>;
  readonly ancestry: LRUCache<string, boolean>;
  readonly documents: LRUCache<string, KnownDocument>;
  /** By pull request. */
  readonly comments: LRUCache<number, CommentHint>;
  /** By commit. */
  readonly checks: LRUCache<string, CheckHint>;
  /** Merge base by pull request: whose report changes when that commit gets a run. */
  readonly mergeBases: LRUCache<number, string>;
  ledger: KnownLedger | undefined;
  /** Commits to the ledger are made one after the other, so that the App does not race with itself. */
  lastLedgerCommit: Promise<unknown>;
}

export function createRepositoryMemory(): RepositoryMemory {
  return {
    files: new LRUCache({ max: 500 }),
    comparisons: new LRUCache({ max: 500 }),
    ancestry: new LRUCache({ max: 2000 }),
    documents: new LRUCache({ max: 200 }),
    comments: new LRUCache({ max: 1000 }),
    checks: new LRUCache({ max: 2000 }),
    mergeBases: new LRUCache({ max: 1000 }),
    ledger: undefined,
    lastLedgerCommit: Promise.resolve(),
  };
}
