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
 * Where the values begin that are more than a quarter of the range beyond it, or of a sign that nothing had: those at or below
 * `below`, and those above `above`. A price of 0 is nowhere near prices from 300 on, however wide their range is.
 */
export function farBeyond(range: RangeLimits): FarLimits {
  const { below, above } = quarterBeyond(range);
  const { min, max } = range;
  return {
    below: min < 0 ? below : Math.max(below, min > 0 ? 0 : previousDouble(0)),
    above: max > 0 ? above : Math.min(above, max < 0 ? previousDouble(0) : 0),
  };
}

/** Edges with which such rows can be counted whatever a frame's other edges are, and told how far out they are. */
export function farEdges(range: RangeLimits): readonly number[] {
  return [quarterBeyond(range), farBeyond(range)].flatMap(({ below, above }) => [below, above]);
}

interface FarLimits {
  readonly below: number;
  readonly above: number;
}

function quarterBeyond({ min, max }: RangeLimits): FarLimits {
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
