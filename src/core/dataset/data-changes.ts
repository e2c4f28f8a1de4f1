import type { ColumnKind } from "./profile.ts";

/** Something of which there were `before` and are `after`, of so many rows each. */
export interface ShareChange {
  readonly before: number;
  readonly after: number;
  readonly rows: readonly [before: number, after: number];
}

/** A column that came, went, or is of another type now. `perhaps`: the removed column that an added one looks like. */
export type SchemaChange =
  | { readonly kind: "added"; readonly column: string; readonly type: string; readonly perhaps?: string }
  | { readonly kind: "removed"; readonly column: string; readonly type: string }
  | {
      readonly kind: "type";
      readonly column: string;
      readonly before: string;
      readonly after: string;
      /** Numbers became text, or the like: not only another width. */
      readonly kinds: readonly [before: ColumnKind, after: ColumnKind];
    };

export type ShareAspect = "nulls" | "invalid" | "not finite" | "out of range" | "empty";

/** One share of the rows of a column that changed. */
export interface ColumnShareChange extends ShareChange {
  readonly column: string;
  readonly aspect: ShareAspect;
}

/** A category that came or went; `name` only where the profile has it. */
export interface CategoryChange {
  readonly hash: string;
  readonly name: string | undefined;
  /** Rows that have it now (new), or had it (vanished). */
  readonly rows: number;
  /** Of all rows of its side. */
  readonly share: number;
}

export interface CategoryChanges {
  readonly column: string;
  /** Most rows first. */
  readonly new: readonly CategoryChange[];
  readonly vanished: readonly CategoryChange[];
}

/** Values of a whole column were multiplied. */
export interface ScaleChange {
  /** now ÷ before */
  readonly ratio: number;
  /** `miles to kilometres`, where the ratio is that of two units. */
  readonly units: string | undefined;
}

/** The distribution of one column moved by more than chance would move it. */
export interface DistributionChange {
  readonly column: string;
  /** Kolmogorov–Smirnov distance (numbers, lengths of texts) or total variation (categories): between 0 and 1. */
  readonly distance: number;
  readonly method: "KS" | "TV";
  readonly scale: ScaleChange | undefined;
  /** One sentence without markup; holds names that come from outside. */
  readonly words: string;
  /** `▂▅█ → █▅▂`; empty for all but the largest changes. */
  readonly histogram: string;
}

/** What could be compared in so far only as nothing had to be counted on equal bins. */
export interface IncomparableColumn {
  readonly column: string;
  /** Smallest and largest value before and now, as text, where the column has numbers. */
  readonly ranges: readonly [before: string, after: string] | undefined;
}

/** How two profiles of a dataset differ. */
export interface DataChanges {
  readonly rows: readonly [before: number, after: number];
  /** Undefined where one side did not count them. */
  readonly duplicateRows: ShareChange | undefined;
  readonly schema: readonly SchemaChange[];
  /** Largest change first. */
  readonly shares: readonly ColumnShareChange[];
  /** Columns with the most rows concerned first. */
  readonly categories: readonly CategoryChanges[];
  /** Largest distance first. */
  readonly distributions: readonly DistributionChange[];
  readonly incomparable: readonly IncomparableColumn[];
  /** Columns that both sides have. */
  readonly commonColumns: number;
}
