import { previousDouble } from "./previous-double.ts";

/** The smallest and the largest finite value of some rows. */
export interface RangeLimits {
  readonly min: number;
  readonly max: number;
}

/**
 * Of K batches K + 1 ranges: what all batches but the first have, and so on, and last what all have; undefined where no
 * batch is left that has values.
 */
export function rangesOfOthers(batches: readonly (RangeLimits | undefined)[]): (RangeLimits | undefined)[] {
  return [...batches.map((_, left) => rangeOf(batches.filter((_, index) => index !== left))), rangeOf(batches)];
}

/**
 * Where the values begin that are more than a quarter of the range beyond it: those at or below `below`, and those above
 * `above`. Frames have both as edges, so that such rows can be counted whatever the frame's other edges are.
 */
export function farBeyond({ min, max }: RangeLimits): { readonly below: number; readonly above: number } {
  // Not (max - min) / 4, which overflows; a quarter is exact.
  const margin = max / 4 - min / 4;
  return { below: previousDouble(clamp(min - margin)), above: clamp(max + margin) };
}

function rangeOf(batches: readonly (RangeLimits | undefined)[]): RangeLimits | undefined {
  let found: RangeLimits | undefined;
  for (const range of batches) {
    if (range === undefined) continue;
    found =
      found === undefined
        ? { min: range.min, max: range.max }
        : { min: Math.min(found.min, range.min), max: Math.max(found.max, range.max) };
  }
  return found;
}

function clamp(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}
