import type { ColumnProfile } from "../../dataset/profile.ts";
import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import type { DriftAspectName } from "../drift-aspect-name.ts";

/** A column in all of the reference together, and now. */
export interface ColumnChange {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

/** What is known of a column that drifted, when a cause of it is sought. */
export interface ColumnFacts extends ColumnChange {
  readonly name: string;
  /** Whether one of these aspects drifted and has no cause yet. */
  readonly has: (...aspects: readonly DriftAspectName[]) => boolean;
  /** What the finding of an aspect says by itself. */
  readonly wordsOf: (aspect: DriftAspectName) => string | undefined;
  /** Other columns that drifted. */
  readonly others: readonly ColumnChange[];
}

/** Why a column drifted. */
export interface DriftExplanation {
  /** One sentence without markup and full stop; holds names that come from outside. */
  readonly words: string;
  /** Aspects that follow from it; all of the column's where it is `everything`, pairs with other columns included. */
  readonly covers: readonly DriftAspectName[] | "everything";
}

interface AnyDriftKind {
  /** Whether it speaks of a broken feed rather than of a world that changed. */
  readonly structural: boolean;
}

/** One way in which a column goes wrong, or the world behind it changes. */
export interface ColumnDriftKind extends AnyDriftKind {
  /** Undefined where the column does not look like it. */
  readonly explain: (facts: ColumnFacts) => DriftExplanation | undefined;
}

/** The same of pairs of columns and of whole rows, of which one finding says everything. */
export interface FindingDriftKind extends AnyDriftKind {
  readonly explainFinding: (finding: DriftFinding) => string | undefined;
}

export type DriftKind = ColumnDriftKind | FindingDriftKind;
