import type { DefectKind } from "./defects.ts";

/** How batches differ where nothing has drifted. Of simulations the first row, of flights what one batch is. */
export const VARIATIONS = {
  simulation: ["additive", "scale", "log-odds", "ar1", "weekday", "mixed"],
  flights: ["day", "week", "place", "four-hours"],
} as const;
export type Variation = (typeof VARIATIONS)[keyof typeof VARIATIONS][number];

/** Where the batches of a case come from. */
export interface Base {
  /** Names the draws too. */
  readonly name: string;
  readonly source: "simulation" | "flights";
  /** `fresh`: all rows of one population. `winter`: days of January and February, and later ones to judge. */
  readonly variation: "fresh" | "winter" | Variation;
  /** Of each batch. */
  readonly rows: number;
  /** Reference batches. */
  readonly batches: number;
  /** Batches after the reference that may be judged; 1 for most. */
  readonly runs: number;
}

export interface DefectWish {
  readonly kind: DefectKind;
  readonly size: number;
}

/** One batch to judge. Nothing drifted where there is no defect, unless the base is of `winter`. */
export interface DriftCase {
  readonly id: string;
  readonly base: Base;
  /** 0 is the batch that follows the reference; a lasting defect is in each one. */
  readonly run: number;
  readonly defect?: DefectWish;
}

/** A case as it lies on the disk, and what is true of it. */
export interface WrittenCase {
  readonly id: string;
  readonly kind: "fresh" | "varying";
  readonly source: Base["source"];
  readonly variation: Base["variation"];
  readonly rows: number;
  readonly batches: number;
  readonly run: number;
  readonly truth: Truth;
  /** All columns, in their order. */
  readonly columns: readonly string[];
  /** Of the values of the batch to judge and of the first reference batch. */
  readonly digest: string;
}

export type Truth =
  | { readonly is: "stable" }
  /** Something changed by itself, and nobody knows in which columns. */
  | { readonly is: "changed" }
  /** `columns`: to name one of them is right; of repeated rows none, and any alarm is right. */
  | { readonly is: "defect"; readonly kind: DefectKind; readonly size: number; readonly columns: readonly string[] };
