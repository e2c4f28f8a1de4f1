import { documentDigest } from "../evidence/statement.ts";
import { findVersion } from "../registry/find-version.ts";
import {
  type PromotionProgress,
  type PromotionRecord,
  promotionPath,
  type Registry,
  registryPath,
} from "../registry/registry.ts";
import { serializeRegistryDocument } from "../registry/registry-documents.ts";
import { type FoundMove, newestPromotions } from "./plan-moves.ts";

/** What is known about a move besides that it happened. */
export type MoveFacts = Pick<
  PromotionRecord,
  "kind" | "standing" | "movedAt" | "pullRequest" | "by" | "requestedBy" | "approvedBy" | "reason" | "gate"
>;

export interface RecordedMoves {
  /** Text by path on the ledger. */
  readonly files: ReadonlyMap<string, string>;
  readonly registry: Registry;
  /** Oldest first. */
  readonly records: readonly PromotionRecord[];
}

/** The index keeps this many moves, and the newest of each environment; older ones stay on the ledger as documents. */
const MAX_PROMOTIONS = 2000;

/** Puts moves on record, oldest first: each takes the next number of its environment. */
export function recordMoves(
  registry: Registry,
  moves: readonly (FoundMove & MoveFacts)[],
  { aliasCommit, now }: { readonly aliasCommit: string; readonly now: string },
): RecordedMoves {
  const files = new Map<string, string>();
  const records: PromotionRecord[] = [];
  let promotions = registry.promotions;
  for (const move of moves) {
    const record = toRecord(registry, promotions, move, now);
    const document = serializeRegistryDocument(record);
    records.push(record);
    files.set(promotionPath(record.model, record.environment, record.counter), document);
    promotions = keepNewest([toProgress(record, documentDigest(Buffer.from(document))), ...promotions]);
  }
  const next: Registry = { ...registry, promotions, aliasCommit };
  files.set(registryPath(registry.model), serializeRegistryDocument(next));
  return { files, registry: next, records };
}

/** What holds an alias is never forgotten, and no counter begins anew, however often the others moved since. */
function keepNewest(promotions: readonly PromotionProgress[]): PromotionProgress[] {
  if (promotions.length <= MAX_PROMOTIONS) return [...promotions];
  const newest = new Set(newestPromotions({ promotions: [...promotions] }));
  const spare = promotions.findLast((one) => !newest.has(one));
  return promotions.filter((one) => one !== spare);
}

function toRecord(
  registry: Registry,
  promotions: readonly PromotionProgress[],
  { environment, from, to, commit, ...facts }: FoundMove & MoveFacts,
  now: string,
): PromotionRecord {
  const counters = promotions.filter((one) => one.environment === environment).map(({ counter }) => counter);
  const digest = findVersion(registry, to)?.digest;
  return {
    schema: "pawl.promotion/v1",
    model: registry.model,
    environment,
    counter: Math.max(0, ...counters) + 1,
    ...(to === undefined ? {} : { version: to }),
    ...(digest === undefined ? {} : { digest }),
    ...(from === undefined ? {} : { previous: from }),
    commit,
    recordedAt: now,
    ...facts,
  };
}

/** The line of the index for a promotion whose document has this sha-256. */
export function toProgress(record: PromotionRecord, document: string): PromotionProgress {
  const { environment, counter, version, previous, kind, standing, commit, movedAt, pullRequest, by } = record;
  return {
    environment,
    counter,
    ...(version === undefined ? {} : { version }),
    ...(previous === undefined ? {} : { previous }),
    kind,
    standing,
    commit,
    movedAt,
    ...(pullRequest === undefined ? {} : { pullRequest }),
    by,
    document,
    complete: false,
  };
}
