import type { RetrainPlan } from "../config/monitoring-plan.ts";
import type { Window, WorkflowRunLink } from "../monitoring/monitoring.ts";
import type { DataWindow, Retraining } from "./retraining.ts";

/** What became of the training that the record's newest run names. */
export type TrainingFacts =
  /** It is on record, and no workflow run of it can be found: it has to be started again. */
  | { readonly kind: "lost" }
  /** The workflow run that the pull request started did nothing. */
  | { readonly kind: "left-out" }
  /** `workflowRun` undefined: it was dispatched just now, and GitHub does not list it yet. */
  | { readonly kind: "running"; readonly workflowRun: WorkflowRunLink | undefined }
  | {
      readonly kind: "over";
      readonly workflowRun: WorkflowRunLink;
      readonly outcome: "succeeded" | "failed" | "preempted";
      /** Of one that did not succeed: one sentence. */
      readonly reason: string | undefined;
    };

/** The branch of the model as it is. */
export interface BranchFacts {
  /** Its newest commit. */
  readonly sha: string;
  /** Who pushed it: the App, the training that ran on the App's commit, or somebody else; `unknown`: GitHub may still say. */
  readonly hand: "app" | "training" | "people" | "unknown";
  /** Author of it, where GitHub knows one; a claim. */
  readonly by: string | undefined;
  /** What the App's newest commit says that it is for; undefined where none does. */
  readonly counter: number | undefined;
  readonly window: DataWindow | undefined;
  /** The base's commit that it was made on top of. */
  readonly beganAt: string | undefined;
  /** Commits of trainings on top of the App's. */
  readonly onTop: number;
  /** What the retraining is made of changed on the base since. */
  readonly baseMoved: boolean;
}

export interface PullFacts {
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
}

/** Everything that the decision about one model's retraining is made from. */
export interface RetrainingFacts {
  readonly model: string;
  /** Undefined: the configuration in force does not say that the model is retrained. */
  readonly policy: RetrainPlan | undefined;
  /** The configuration in force has no such model: what its training says could be put nowhere. */
  readonly gone?: boolean | undefined;
  readonly windows: readonly Window[];
  /** Length of a window in milliseconds, where the configuration gives one. */
  readonly windowMs: number | undefined;
  /** So long after a row its label has usually arrived, in milliseconds; 0: labels are there with the rows. */
  readonly labelDelayMs: number;
  readonly retraining: Retraining;
  /** Of the whole repository, this model's included. */
  readonly living: number;
  /** That the model's retrainings used since the month began. */
  readonly gpuHours: number;
  /** Undefined: nobody asks, the windows decide. */
  readonly request: { readonly by: string; readonly reason: string | undefined } | undefined;
  /** Undefined: there is no such branch. */
  readonly branch: BranchFacts | undefined;
  /** Of the living record, once it is open. */
  readonly pull: PullFacts | undefined;
  /** A replica of the App claimed the living record so lately that it may still be opening it. */
  readonly claimedElsewhere: boolean;
  /** Of the living record's newest run; undefined where it has none. */
  readonly training: TrainingFacts | undefined;
  /** ISO 8601, UTC. */
  readonly now: string;
}
