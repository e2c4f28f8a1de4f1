import type { DriftAspectName } from "./drift-aspect-name.ts";

/**
 * One thing that can change, measured in the same way of each of the K reference batches against the sum of the others,
 * and last of the current data against the sum of all. Arrays have K + 1 entries.
 */
export interface AspectSeries {
  /** None: whole rows. Two: a pair. */
  readonly columns: readonly string[];
  readonly aspect: DriftAspectName;
  /** Reference batches that have it, at most K: the others have changed in nothing. */
  readonly batches: number;
  /** A column without enough rows for its main aspects cannot be called stable. */
  readonly main: boolean;
  /** Size of the change; signed where it has a direction. */
  readonly effects: ArrayLike<number>;
  /** p-value if rows were independent draws. */
  readonly p1: ArrayLike<number>;
  /** p-value against the movement of the other reference batches; 1 where there are too few of them. */
  readonly p2: ArrayLike<number>;
  /** Whether the change is more than a trifle. */
  readonly material: readonly boolean[];
  /**
   * Of what as a rule does not happen: how much of it each batch shows. Where no other reference batch shows any, that it
   * happens is an event, and not held against how much other things move.
   */
  readonly shown?: ArrayLike<number>;
  /** Of a change beyond what another column's change explains: that column. */
  readonly given?: string;
  /** Of the rows in which this column has this value; undefined: of all rows. */
  readonly slice?: { readonly column: string; readonly value: string };
  /** Of the current data only. */
  readonly facts: AspectFacts;
  /** Of the current data only, and only asked for what is told. */
  readonly describe: () => AspectWords;
}

/** What the change of the current data is held against. */
export interface AspectFacts {
  /** From where the change counts, in the unit of the effect's size. */
  readonly bound: number;
  /** Of a main aspect: up to which noise it says enough of the column; the bound unless given. */
  readonly enough?: number;
  /** Factor of the noise that two samples of these sizes of the same data show: `noise · √(1/n + 1/m)` in 19 of 20 cases. */
  readonly noise: number;
  /** Rows of the reference and of the current data that it was measured on. */
  readonly rows: readonly [reference: number, current: number];
  /** What is measured before and now, where it is one number: a share of rows. */
  readonly before?: number;
  readonly after?: number;
}

/** How the change of the current data is told. */
export interface AspectWords {
  /** One sentence without markup; holds names that come from outside. */
  readonly words: string;
  /** Now ÷ before, where all values of the column were multiplied by one factor. */
  readonly rescaled?: number | undefined;
  /** The column before and now as small bars, where the aspect is about its distribution; empty where there is nothing to draw. */
  readonly histogram?: () => string;
}
