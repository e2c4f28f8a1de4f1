import { isNumeric } from "../dataset/is-numeric.ts";
import type { ColumnProfile, NumericProfile } from "../dataset/profile.ts";
import { total } from "../statistics/total.ts";
import { type BatchSet, selectBatches } from "./batch-set.ts";
import { haveComparableTimes } from "./comparable-times.ts";
import { type CountTable, mergeTable, toCountTable } from "./count-table.ts";
import { partEdges } from "./part-edges.ts";

/** Counts of numbers in bins: of the batches that have values. */
export interface NumberTable {
  /** As a sentence names it: `delay`, `the length of note`. */
  readonly subject: string;
  readonly kind: NumericProfile["kind"];
  readonly set: BatchSet;
  /** Places of the members among the column's. */
  readonly entries: readonly number[];
  readonly edges: readonly number[];
  /** On all edges of the frame. */
  readonly bins: CountTable;
  /** On the edges that cut the reference into 256 parts, and each heavy value for itself. */
  readonly fine: CountTable;
  /** Into 24 parts. */
  readonly coarse: CountTable;
  /** Of the coarse cells but the last: the edge that they end at, as its place among the frame's. */
  readonly ends: readonly number[];
}

const FINE = 256;
const COARSE = 24;

/** Undefined where the current data or all reference batches have no values, and for what is not about numbers. */
export function toNumberTable(name: string, all: BatchSet, columns: readonly ColumnProfile[]): NumberTable | undefined {
  const current = columns.at(-1);
  const counts = columns.map(binsOf);
  const edges = current === undefined ? undefined : edgesOf(current);
  if (current === undefined || edges === undefined || counts.includes(undefined)) return undefined;
  // Points in time move from one batch to the next.
  if (current.kind === "timestamp" && !haveComparableTimes(columns)) return undefined;
  const known = counts.map((bins) => bins ?? []);
  const selected = selectBatches(all, (entry) => total(known[entry] ?? []) > 0);
  if (selected === undefined) return undefined;
  const bins = toCountTable(selected.entries.map((entry) => known[entry] ?? []));
  const ends = partEdges(edges, bins.pooled, COARSE);
  return {
    subject: current.kind === "text" ? `the length of ${name}` : name,
    kind: isNumeric(current) ? current.kind : "integer",
    ...selected,
    edges,
    bins,
    fine: mergeTable(bins, partEdges(edges, bins.pooled, FINE)),
    coarse: mergeTable(bins, ends),
    ends,
  };
}

function binsOf(column: ColumnProfile): readonly number[] | undefined {
  if (isNumeric(column)) return column.bins;
  return column.kind === "text" ? column.lengths : undefined;
}

function edgesOf(column: ColumnProfile): readonly number[] | undefined {
  return isNumeric(column) || column.kind === "text" ? column.frame.edges : undefined;
}
