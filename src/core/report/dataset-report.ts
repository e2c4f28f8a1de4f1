import type { Check } from "../dataset/check.ts";
import type { ClassChange } from "../dataset/compare-classes.ts";
import type { DataChanges } from "../dataset/data-changes.ts";
import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { Conclusion } from "./model-report.ts";
import type { Accepted, DataFacts, WorkflowRunFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** What is said about a dataset in one line; the kind is the word in the table of several datasets. */
export interface DataHeadline {
  readonly kind:
    | "passes"
    | "broken"
    | "cannot tell"
    | "unreadable"
    | "cancelled"
    | "running"
    | "queued"
    | "not validated"
    | "not watched"
    | "no evidence";
  readonly icon: "✅" | "❌" | "⚪" | "⏳";
  /** Begins after the dataset's name. */
  readonly sentence: Sentence;
  /** What a person can do about it, in whole sentences below the headline. */
  readonly advice?: Sentence;
  readonly conclusion: Conclusion | "pending";
}

/** Rules that a pull request added to what is checked, took out, or changed. */
export interface CheckChanges {
  readonly added: readonly Check[];
  readonly removed: readonly Check[];
  readonly changed: readonly { readonly before: Check; readonly after: Check }[];
}

export interface DatasetReport {
  readonly model: string;
  readonly facts: DataFacts;
  readonly headline: DataHeadline;
  /** Sentences under the headline that a reader must not miss. */
  readonly warnings: readonly Sentence[];
  readonly evidence: Accepted<DataEvidence> | undefined;
  readonly base: DataFacts["base"];
  /** The data are what they were. */
  readonly sameData: boolean;
  readonly changes: DataChanges | undefined;
  readonly checkChanges: CheckChanges | undefined;
  readonly classes: readonly ClassChange[];
  readonly active: readonly WorkflowRunFacts[];
  /** The pull request is about it, or it needs a person: worth a comment of its own. */
  readonly speaks: boolean;
}
