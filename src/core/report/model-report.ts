import type { ChosenMetric } from "../config/project-config.ts";
import type { DifferenceVerdict } from "../evaluation/judge-difference.ts";
import type { EvaluationEvidence, Interval } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { Accepted, ModelFacts, WorkflowRunFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

export type Conclusion = "success" | "neutral" | "failure";

/** What is said about a model in one line; the kind is the word in the table of several models. */
export interface Headline {
  readonly kind:
    | "better"
    | "worse"
    | "same"
    | "not worse"
    | "cannot tell"
    | "not comparable"
    | "nothing to compare with"
    | "failed"
    | "cancelled"
    | "running"
    | "queued"
    | "not trained"
    | "no evidence";
  readonly icon: "✅" | "☑️" | "❌" | "⚪" | "⚠️" | "⏳";
  /** Begins after the model's name: `is better: ROC AUC 0.671 …`. */
  readonly sentence: Sentence;
  readonly conclusion: Conclusion | "pending";
}

/** A value with what is known about its uncertainty. */
export interface MeasuredValue {
  readonly value: number;
  readonly interval: Interval | null;
}

/** One metric of the baseline, the champion and this pull request. */
export interface MetricRow {
  readonly name: string;
  /** Absent for a metric of which nobody said which way is better: it gets no verdict. */
  readonly direction: "higher" | "lower" | undefined;
  readonly margin: number;
  /** `primary`: decides; `chosen`: named by the configuration; `other`: everything else that was measured. */
  readonly rank: "primary" | "chosen" | "other";
  readonly baseline: MeasuredValue | undefined;
  readonly champion: MeasuredValue | undefined;
  readonly here: MeasuredValue | undefined;
  /** `training`: from the log of the training, on whatever data it validated with. */
  readonly source: "evaluation" | "custom" | "training" | undefined;
  /** Row by row on the same rows; false where the difference is that of two separate estimates. */
  readonly paired: boolean;
  /** `here` − `baseline`. */
  readonly difference: MeasuredValue | undefined;
  readonly verdict: DifferenceVerdict | undefined;
  readonly championDifference: MeasuredValue | undefined;
  readonly championVerdict: DifferenceVerdict | undefined;
  /** Why a value is missing, as the evaluation says. */
  readonly reason: string | undefined;
}

/** How the numbers of two models were brought together. */
export type ComparisonBasis =
  | {
      readonly kind: "paired";
      readonly rows: number;
      readonly onlyHere: number;
      readonly onlyThere: number;
      readonly labelsDiffer: number;
    }
  | { readonly kind: "unpaired"; readonly why: string; readonly rows: number }
  | { readonly kind: "training-metrics" }
  /** The champion was judged again, on this test data by this workflow run. */
  | { readonly kind: "again"; readonly rows: number }
  /** The two were not judged alike. */
  | { readonly kind: "not-comparable" }
  | { readonly kind: "none" };

export interface SliceRow {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
  readonly baseline: number | null;
  readonly here: number | null;
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Worse by at least the margin, and significantly so with the false discovery rate of all slices held at 10 %. */
  readonly worse: boolean;
}

/** One of the runs of a model that was trained several times for one commit: a seed, a cell of a matrix. */
export interface KeyedResult {
  readonly key: string;
  readonly value: number | undefined;
  readonly verdict: DifferenceVerdict | undefined;
  readonly failed: boolean;
  readonly workflowRunUrl: string;
}

export interface ModelReport {
  readonly facts: ModelFacts;
  readonly primary: ChosenMetric;
  readonly headline: Headline;
  /** Sentences under the headline that a reader must not miss. */
  readonly warnings: readonly Sentence[];
  readonly run: Accepted<RunEvidence> | undefined;
  readonly evaluation: Accepted<EvaluationEvidence> | undefined;
  readonly basis: ComparisonBasis;
  readonly championBasis: ComparisonBasis;
  readonly metrics: readonly MetricRow[];
  readonly slices: readonly SliceRow[];
  readonly keyed: readonly KeyedResult[];
  /** Workflow runs that have not ended. */
  readonly active: readonly WorkflowRunFacts[];
}
