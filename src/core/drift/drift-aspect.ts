/** What can change in a column. Each is one hypothesis of the run. */
export type DriftAspectName =
  | "column"
  | "kind"
  | "distribution"
  | "value"
  | "null"
  | "invalid"
  | "not-finite"
  | "range"
  | "tail"
  | "spike"
  | "decimals"
  | "rounding"
  | "unseen"
  | "spelling"
  | "empty"
  | "characters"
  | "duplicates"
  | "association";

/** One measured change. A fact: whether it is drift is decided over all of them, by a rule. */
export interface DriftAspect {
  /** None: whole rows. Two: a pair. */
  readonly columns: readonly string[];
  readonly aspect: DriftAspectName;
  /** A column without enough rows for its main aspects cannot be called stable. */
  readonly main: boolean;
  /** Size of the change, never negative, in the unit of `bound`. */
  readonly effect: number;
  /** From where this aspect counts, given what the reference has. */
  readonly bound: number;
  /** What two samples of these sizes of the same data stay below in 19 of 20 cases. */
  readonly floor: number;
  /** Factor of the floor: `floor = noise · √(1/n + 1/m)`. */
  readonly noise: number;
  /** Rows of the reference and of the current data that it was measured on. */
  readonly rows: readonly [reference: number, current: number];
  readonly before?: number;
  readonly after?: number;
  /** If rows were independent draws; null where nothing could be compared. */
  readonly p1: number | null;
  readonly material: boolean;
  /** One sentence without markup; holds names that come from outside. */
  readonly words: string;
  /** Now ÷ before, where all values of the column were multiplied by one factor. */
  readonly rescaled?: number;
  /** Draws the column before and now, where the aspect is about its distribution; empty where there is nothing to draw. */
  readonly histogram?: () => string;
}
