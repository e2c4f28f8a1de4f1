import type { ConfigIssue } from "../config/config-issue.ts";
import type { DatasetPlan, ModelPlan, Project } from "../config/project-config.ts";
import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";

/** A document together with what GitHub says about the workflow run that left it. */
export interface Accepted<Document> {
  readonly document: Document;
  /** sha-256 of the document's bytes. */
  readonly digest: string;
  readonly workflowRun: {
    readonly id: number;
    readonly number: number;
    readonly attempt: number;
    readonly url: string;
    readonly event: string;
  };
  /** `ledger`: kept and trusted; `fork`: shown, never kept, never used by a gate. */
  readonly standing: "ledger" | "fork";
  readonly acceptedAt: string;
}

/** The documents of one model for one commit. With keys (a matrix) there are several of each. */
export interface ModelEvidence {
  readonly runs: readonly Accepted<RunEvidence>[];
  readonly evaluations: readonly Accepted<EvaluationEvidence>[];
}

/** What a pull request is compared with. */
export interface BaselineFacts {
  readonly run?: Accepted<RunEvidence> | undefined;
  readonly evaluation?: Accepted<EvaluationEvidence> | undefined;
  /** Where a model is trained several times for one commit: the documents of each key, instead of the two above. */
  readonly keyed?:
    | readonly {
        readonly key: string;
        readonly run?: Accepted<RunEvidence> | undefined;
        readonly evaluation?: Accepted<EvaluationEvidence> | undefined;
      }[]
    | undefined;
  readonly commit: string;
  /** False: the merge base has no run of its own, this is the nearest earlier one. */
  readonly isMergeBase: boolean;
}

/** A workflow run of the model's workflow for the head commit, newest attempt only. */
export interface WorkflowRunFacts {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly url: string;
  readonly event: string;
  readonly status: "queued" | "in_progress" | "completed";
  /** `success`, `failure`, `cancelled` …; null while it runs. */
  readonly conclusion: string | null;
  readonly startedAt: string;
}

/** What is known about one dataset of a model on a pull request. */
export interface DataFacts {
  readonly plan: DatasetPlan;
  /** Changed files that are the dataset: the file, its pointer, files of its folder or glob. */
  readonly touchedFiles: readonly string[];
  readonly contractChanged: boolean;
  /** Of the head commit. */
  readonly evidence?: Accepted<DataEvidence> | undefined;
  /** What the base branch's data looked like: of the merge base, of the same fingerprint, or of the nearest earlier commit. */
  readonly base?: { readonly evidence: Accepted<DataEvidence>; readonly isMergeBase: boolean } | undefined;
  /** Workflow runs of the dataset's workflow for the head commit, newest attempt only. */
  readonly workflowRuns: readonly WorkflowRunFacts[];
  readonly refused: readonly RefusedEvidence[];
  /** Drift evidence of the head commit, where a workflow run left some. */
  readonly drift?: Accepted<DriftEvidence> | undefined;
}

/** An artifact that named itself evidence and was not accepted. */
export interface RefusedEvidence {
  readonly artifact: string;
  /** One sentence a person can act on. */
  readonly reason: string;
  readonly workflowRunUrl: string;
}

/** Datasets of one model that the pull request touches, or that its workflow runs looked at. */
export interface ModelDataFacts {
  readonly model: string;
  readonly datasets: readonly DataFacts[];
}

export interface ModelFacts {
  readonly plan: ModelPlan;
  /** Changed files that match the model's paths. */
  readonly touchedFiles: readonly string[];
  readonly changedEvaluationCode: readonly string[];
  readonly changedTestData: readonly string[];
  /** The workflow file differs from the base's. */
  readonly workflowChanged: boolean;
  readonly workflowRuns: readonly WorkflowRunFacts[];
  readonly evidence: ModelEvidence;
  readonly refused: readonly RefusedEvidence[];
  readonly baseline?: BaselineFacts | undefined;
  /** The version that serves; `digest` is that of its package. */
  readonly champion?:
    | (BaselineFacts & { readonly alias: string; readonly version: number; readonly digest: string })
    | undefined;
  /** Wall seconds of earlier successful runs, newest first, at most 10. */
  readonly earlierDurations: readonly number[];
}

export type ConfigFacts =
  | { readonly kind: "valid"; readonly project: Project }
  /** The base branch has none yet: what the head's would do. */
  | { readonly kind: "preview"; readonly project: Project }
  | { readonly kind: "invalid"; readonly on: "base" | "head"; readonly issues: readonly ConfigIssue[] }
  | { readonly kind: "absent" };

/** Everything that the report on a pull request is made from. No clock, no client: `now` is a fact as well. */
export interface ReportFacts {
  readonly repository: string;
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  readonly pullRequest: {
    readonly number: number;
    readonly headSha: string;
    readonly baseSha: string;
    readonly baseRef: string;
    readonly mergeBase: string;
    readonly fork: boolean;
    readonly authorIsBot: boolean;
  };
  readonly config: ConfigFacts;
  /** Issues of the head's configuration where the base's is the one in force and the head changes it. */
  readonly headConfigIssues: readonly ConfigIssue[];
  /** Models of the configuration that the pull request touches, in the configuration's order. */
  readonly models: readonly ModelFacts[];
  /** Models with data to speak about, in the configuration's order; a model that is not touched itself may be among them. */
  readonly data: readonly ModelDataFacts[];
  /** GitHub lists at most 3,000 files of a pull request. */
  readonly fileListTruncated: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** An annotation on a line of a file, as GitHub's check runs take it. */
export interface ReportAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

export type RenderedCheck =
  | {
      readonly status: "queued" | "in_progress";
      readonly title: string;
      readonly summary: string;
      readonly text: string;
    }
  | {
      readonly status: "completed";
      /** `action_required` only of `pawl / promotion`: GitHub lets `neutral` pass. */
      readonly conclusion: "success" | "failure" | "neutral" | "action_required";
      readonly title: string;
      readonly summary: string;
      readonly text: string;
      readonly annotations: readonly ReportAnnotation[];
    };

/** What is to be shown on GitHub. Every part is within GitHub's limits. */
export interface RenderedReport {
  /** Body of the sticky comment, beginning with the marker; undefined where there is nothing to say to a person. */
  readonly comment: string | undefined;
  /** Where `comment` is undefined: what a comment of an earlier state has to become. Nothing is to be created for it. */
  readonly commentIfOneExists?: string;
  /** `pawl / experiment` */
  readonly check: RenderedCheck;
  /** `pawl / data` */
  readonly dataCheck: RenderedCheck;
}
