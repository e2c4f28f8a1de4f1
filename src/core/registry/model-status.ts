import { isFailedStatus } from "../deployment/describe-deployment.ts";
import type { CheckStatus } from "../monitoring/check-status.ts";
import type { Aliases } from "./alias-file.ts";
import { findVersion } from "./find-version.ts";
import type { PackageState } from "./package-reader.ts";
import type { PromotionProgress, Registry } from "./registry.ts";

/** One alias of a model, as it is now. */
export interface HolderStatus {
  readonly environment: string;
  readonly version: number;
  /** `undefined`: the registry has no such version. */
  readonly digest: string | undefined;
  /** When the alias moved to it; `undefined` where the ledger has not recorded the move yet. */
  readonly since: string | undefined;
  readonly by: string | undefined;
  readonly pullRequest: number | undefined;
  /** Newest status of GitHub's deployment; `undefined` where nothing was deployed or nothing came back. */
  readonly deployment: string | undefined;
  /** Whether the package can be pulled now; `undefined` where nobody asked. */
  readonly pullable: PackageState | undefined;
  /** Sentences about what is wrong; empty where all is well. */
  readonly problems: readonly string[];
}

export interface ModelStatus {
  readonly model: string;
  /** Newest version, and how many there are. */
  readonly newest: number | undefined;
  readonly versions: number;
  readonly holders: readonly HolderStatus[];
  /** Undefined: nobody looks for drift. */
  readonly checks?: CheckStatus | undefined;
}

export interface StatusFacts {
  readonly model: string;
  readonly aliases: Aliases;
  /** `undefined`: nothing was ever registered. */
  readonly registry: Registry | undefined;
  /** By digest. */
  readonly pullable: ReadonlyMap<string, PackageState>;
  readonly checks?: CheckStatus | undefined;
}

/** What serves where, since when, and what is wrong with it. */
export function modelStatus({ model, aliases, registry, pullable, checks }: StatusFacts): ModelStatus {
  const versions = registry?.versions ?? [];
  return {
    model,
    newest: versions[0]?.version,
    versions: versions.length,
    ...(checks === undefined ? {} : { checks }),
    holders: [...aliases].map(([environment, version]) => {
      const digest = findVersion(registry, version)?.digest;
      const move = registry?.promotions.find((promotion) => promotion.environment === environment);
      const held = move?.version === version ? move : undefined;
      const state = digest === undefined ? undefined : pullable.get(digest);
      return {
        environment,
        version,
        digest,
        since: held?.movedAt,
        by: held?.by,
        pullRequest: held?.pullRequest,
        deployment: held?.status,
        pullable: state,
        problems: [
          ...(digest === undefined ? [`version ${String(version)} is not in the registry`] : []),
          ...moveProblems(move, version),
          ...pullProblems(state),
        ],
      };
    }),
  };
}

function moveProblems(move: PromotionProgress | undefined, version: number): readonly string[] {
  if (move === undefined || move.version !== version) return ["the App has not recorded this move of the alias yet"];
  if (move.standing === "unverified") {
    return ["the alias moved without a passing verdict, so nothing was deployed: `/pawl confirm` or move it back"];
  }
  if (!move.complete) return ["tag, deployment and dispatch are not all there yet"];
  if (isFailedStatus(move.status))
    return [`the deployment ended with ${String(move.status)}: \`pawl rollback\` is the way back`];
  return [];
}

function pullProblems(state: PackageState | undefined): readonly string[] {
  switch (state?.kind) {
    case undefined:
    case "pullable":
    case "unknown":
      return [];
    case "absent":
      return ["its package is not where it was pushed: it cannot be pulled"];
    case "differs":
      return [`the registry holds ${state.digest.slice(0, 19)} in its place`];
  }
}
