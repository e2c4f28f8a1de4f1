import type { FileColumn } from "./settle-columns.ts";

/** Files as rows, before it is known what the values of untyped columns are. */
export interface OpenedRelation {
  /** Goes behind FROM. */
  readonly relation: string;
  readonly columns: readonly FileColumn[];
}
