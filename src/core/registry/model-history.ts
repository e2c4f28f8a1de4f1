import type { ModelVersion, PromotionProgress, PromotionRecord, Registry } from "./registry.ts";

/** One move of an alias, with what followed from it. */
export interface HistoryEntry {
  readonly environment: string;
  readonly counter: number;
  readonly kind: PromotionRecord["kind"];
  readonly standing: PromotionRecord["standing"];
  /** Undefined: the alias was taken away. */
  readonly version: number | undefined;
  readonly previous: number | undefined;
  readonly from: string;
  /** When the next move that counts took its place; undefined: it still serves, or never did. */
  readonly until: string | undefined;
  /** False: it reached the default branch without a verdict and was never confirmed, so nothing was deployed. */
  readonly served: boolean;
  readonly by: string;
  readonly commit: string;
  readonly pullRequest: number | undefined;
  /** Undefined where its document is not on the ledger any more: then only what the index holds is known. */
  readonly record: PromotionRecord | undefined;
  /** What it was decided on: the version with its lineage. */
  readonly evidence: ModelVersion | undefined;
  /** Newest status of its deployment, as GitHub names it. */
  readonly deployment: string | undefined;
}

/**
 * Which version served which environment from when to when, newest move first: from documents of the ledger alone.
 *
 * @param records Documents of the promotions, as far as they are there.
 * @param versions Documents of the versions, as far as they are there.
 */
export function modelHistory(
  registry: Registry,
  records: readonly PromotionRecord[],
  versions: readonly ModelVersion[],
): readonly HistoryEntry[] {
  const environments = [...new Set(registry.promotions.map(({ environment }) => environment))];
  return environments
    .flatMap((environment) => {
      const moves = registry.promotions.filter((move) => move.environment === environment);
      return placeInTime(moves.toSorted((a, b) => a.counter - b.counter)).map(({ move, until }) =>
        toEntry(move, until, records, versions),
      );
    })
    .sort(
      (a, b) => b.from.localeCompare(a.from) || a.environment.localeCompare(b.environment) || b.counter - a.counter,
    );
}

/** Moves of one environment, oldest first, each with the moment at which the next one that counts took its place. */
function placeInTime(moves: readonly PromotionProgress[]) {
  return moves.map((move, index) => {
    const next = moves.slice(index + 1).find(counts);
    return { move, until: counts(move) ? next?.movedAt : undefined };
  });
}

/** What nobody has confirmed moved the alias in the file and nothing else. */
function counts({ standing }: Pick<PromotionProgress, "standing">): boolean {
  return standing !== "unverified";
}

function toEntry(
  move: PromotionProgress,
  until: string | undefined,
  records: readonly PromotionRecord[],
  versions: readonly ModelVersion[],
): HistoryEntry {
  const { environment, counter } = move;
  return {
    environment,
    counter,
    kind: move.kind,
    standing: move.standing,
    version: move.version,
    previous: move.previous,
    from: move.movedAt,
    until,
    served: counts(move) && move.version !== undefined,
    by: move.by,
    commit: move.commit,
    pullRequest: move.pullRequest,
    record: records.find((record) => record.environment === environment && record.counter === counter),
    evidence: versions.find(({ version }) => version === move.version),
    deployment: move.status,
  };
}

/** Milliseconds for which a version served an environment, all its times together, until `now`. */
export function servedFor(
  history: readonly HistoryEntry[],
  { environment, version }: { readonly environment: string; readonly version: number },
  now: string,
): number {
  return history
    .filter((entry) => entry.served && entry.environment === environment && entry.version === version)
    .reduce((sum, { from, until }) => sum + Math.max(0, Date.parse(until ?? now) - Date.parse(from)), 0);
}
