import type { ChosenMetric } from "../config/project-config.ts";
import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { PackageEvidence } from "../evidence/package-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { PackageState } from "../registry/package-reader.ts";
import type { ModelVersion } from "../registry/registry.ts";
import type { Accepted } from "../report/report-facts.ts";

/** A version together with the accepted evidence that it was made from. Undefined: the ledger does not have it. */
export interface VersionFacts {
  readonly version: ModelVersion;
  readonly package: Accepted<PackageEvidence> | undefined;
  readonly run: Accepted<RunEvidence> | undefined;
  readonly evaluations: readonly Accepted<EvaluationEvidence>[];
  /** By the dataset's name; the documents of the version's own commit or fingerprint. */
  readonly data: readonly Accepted<DataEvidence>[];
  /** Newest first; of the model since this version was registered. */
  readonly drift: readonly Accepted<DriftEvidence>[];
  /** What the registry says now; undefined where nobody asked. */
  readonly pullable: PackageState | undefined;
  /** The tag `<model>@v<n>.0.0` as git has it; `commit` is what it points at in the end. */
  readonly tag: { readonly kind: "as-written" | "absent" } | { readonly kind: "moved"; readonly commit: string };
  /** Documents of the lineage that the ledger lacks, or whose bytes differ: `run 9f86d081`. */
  readonly broken: readonly string[];
  /** Whether the workflow file that made it was the default branch's own. */
  readonly trustedWorkflow: boolean;
}

export type RepositoryPermission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/** One person's newest review that counts or could have counted. */
export interface ReviewFacts {
  readonly author: string;
  readonly authorIsBot: boolean;
  readonly state: "approved" | "changes-requested" | "dismissed";
  readonly commit: string;
  readonly submittedAt: string;
  readonly permission: RepositoryPermission;
  /** Teams of the policy that the person is in, as `acme/ml-owners`. */
  readonly teams: readonly string[];
  /** Files that the gate reads and that differ between the review's commit and the head. Empty: it counts. */
  readonly changedSince: readonly string[];
}

/** One `/pawl break-glass <reason>`. */
export interface BreakGlassFacts {
  readonly author: string;
  readonly reason: string;
  readonly at: string;
  /** Teams of the policy that the person is in, as `acme/ml-owners`; undefined: nobody looked. */
  readonly teams?: readonly string[] | undefined;
  /** Files that the gate reads and that changed after it was written. Empty or undefined: it counts. */
  readonly changedSince?: readonly string[] | undefined;
}

/** A check run or status of the head commit, newest of its name and source. */
export interface CheckFacts {
  readonly name: string;
  /** Slug of the App that made it; undefined: a status. */
  readonly app: string | undefined;
  readonly status: "queued" | "in_progress" | "completed";
  readonly conclusion: string | null;
}

/** What a gate is asked about one alias on one pull request. No clock, no client. */
export interface GateFacts {
  readonly model: string;
  readonly environment: string;
  readonly primaryMetric: ChosenMetric;
  readonly metrics: readonly ChosenMetric[];
  /** Names of datasets with a contract, which `data-contract` demands evidence of. */
  readonly contracts: readonly string[];
  readonly kind: "promotion" | "rollback";
  readonly challenger: VersionFacts;
  /** Undefined: nothing holds the alias yet. */
  readonly champion: VersionFacts | undefined;
  /** Undefined: the question is asked about a deployment or in a simulation without one. */
  readonly pullRequest:
    | {
        readonly number: number;
        readonly headSha: string;
        readonly author: string;
        readonly authorIsApp: boolean;
        /** Whoever asked the App for it; counts as the author. */
        readonly requestedBy: string | undefined;
        /** Logins of authors and committers of its commits; `undefined` logins are in `unknownCommitters`. */
        readonly committers: readonly string[];
        readonly unknownCommitters: number;
        readonly labels: readonly string[];
        readonly reviews: readonly ReviewFacts[];
        /** `/pawl break-glass <reason>` by its author's login, newest first, of people with write permission. */
        readonly breakGlass: readonly BreakGlassFacts[];
      }
    | undefined;
  readonly checks: readonly CheckFacts[];
  /** Who started the training that made the challenger. */
  readonly trainedBy: string | undefined;
  /** ISO 8601, UTC. */
  readonly now: string;
}
