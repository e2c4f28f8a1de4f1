import { total } from "../statistics/total.ts";
import type { NumericProfile } from "./profile.ts";

/** Edges next to a value are apart by less than a product of it may be off. */
const BLUR = 1e-9;

/**
 * The least distance (Kolmogorov–Smirnov) that the current distribution can have from the other one with all its values
 * multiplied by `ratio` > 0, both on one frame. Where an edge falls into a bin of the other, its rows may lie anywhere in it.
 */
export function stretchedDistance(before: NumericProfile, after: NumericProfile, ratio: number): number {
  const { edges } = before.frame;
  const [was, is] = [shares(before), shares(after)];
  let largest = 0;
  for (const [index, edge] of edges.entries()) {
    const place = edge / ratio;
    const blur = Math.abs(place) * BLUR;
    const least = was[edges.findLastIndex((other) => other <= place - blur)] ?? 0;
    const next = edges.findIndex((other) => other >= place + blur);
    const most = next < 0 ? 1 : (was[next] ?? 1);
    const share = is[index] ?? 0;
    largest = Math.max(largest, least - share, share - most);
  }
  return largest;
}

/** Share of the values up to each edge. */
function shares({ bins }: NumericProfile): number[] {
  const rows = Math.max(1, total(bins));
  let below = 0;
  return bins.slice(0, -1).map((count) => {
    below += count;
    return below / rows;
  });
}
