import { previousDouble } from "./previous-double.ts";
import type { NumericFrame, NumericProfile } from "./profile.ts";

export interface CoarserFrame {
  readonly bins: number;
  readonly ownBins: number;
}

/** Edges that tell what is beyond the reference: two at each end. */
const LIMITS = 2;

/**
 * Merges adjacent bins until there are at most so many, and keeps a bin of its own for so many of the most frequent values
 * only. The edges that are left are some of those before, so the counts stay exact.
 */
export function coarsenNumbers(column: NumericProfile, { bins, ownBins }: CoarserFrame): NumericProfile {
  const { edges, values } = column.frame;
  const spikes = column.spikes.slice(0, ownBins);
  if (edges.length < bins && values.length <= ownBins)
    return spikes.length < column.spikes.length ? { ...column, spikes } : column;
  const rowsAt = (value: number) => column.bins[edges.indexOf(value)] ?? 0;
  const kept = values
    .toSorted((a, b) => rowsAt(b) - rowsAt(a) || a - b)
    .slice(0, ownBins)
    .toSorted((a, b) => a - b);
  const edgesKept = chooseEdges(edges, kept, bins);
  const frame: NumericFrame = { ...column.frame, edges: edgesKept, values: kept };
  return { ...column, frame, bins: mergeBins(column.bins, edges, new Set(edgesKept)), spikes };
}

function chooseEdges(edges: readonly number[], own: readonly number[], bins: number): number[] {
  const fixed = new Set([
    ...edges.slice(0, LIMITS),
    ...edges.slice(-LIMITS),
    ...own.flatMap((value) => [previousDouble(value), value]),
  ]);
  const others = edges.filter((edge) => !fixed.has(edge));
  const room = Math.max(0, bins - 1 - LIMITS * 2);
  // Every so many-th: they were quantiles, so the merged bins hold about the same share of the reference each.
  const step = room === 0 ? Number.POSITIVE_INFINITY : Math.ceil(others.length / room);
  const spaced = new Set(others.filter((_, index) => (index + 1) % step === 0));
  return edges.filter((edge) => fixed.has(edge) || spaced.has(edge));
}

function mergeBins(bins: readonly number[], edges: readonly number[], kept: ReadonlySet<number>): number[] {
  const merged: number[] = [];
  let rows = 0;
  for (const [index, count] of bins.entries()) {
    rows += count;
    const edge = edges[index];
    if (edge !== undefined && !kept.has(edge)) continue;
    merged.push(rows);
    rows = 0;
  }
  return merged;
}
