import type { ColumnCounts } from "./column-counts.ts";

export interface MethodResult {
  readonly score: number;
  /** If rows were independent draws; null where the method has none. */
  readonly pValue: number | null;
  /** What the score says of this column, without markup. */
  readonly words: string;
}

/** One way of saying how far two distributions are apart. */
export interface DriftMethod {
  readonly name: string;
  /** What the score means, in one sentence. */
  readonly meaning: string;
  /** `ordered`: numbers, points in time, lengths of texts; `any`: categories and booleans too. */
  readonly appliesTo: "ordered" | "any";
  /** Exceeded by a score at or above `threshold`, or by a p-value below it. */
  readonly exceededBy: "score" | "p-value";
  readonly threshold: number;
  /** Both sides have rows. Undefined where the method cannot say anything about these counts. */
  readonly measure: (counts: ColumnCounts) => MethodResult | undefined;
}
