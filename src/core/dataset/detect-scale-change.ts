import { total } from "../statistics/total.ts";
import type { ScaleChange } from "./data-changes.ts";
import type { NumericProfile } from "./profile.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";
import { unitOnLattice } from "./unit-on-lattice.ts";
import { UNITS } from "./units.ts";

const PROBABILITIES = [0.1, 0.25, 0.5, 0.75, 0.9];
const MIN_ROWS = 30;
/** A column that was multiplied by less is as well one that grew. */
const LEAST_RATIO = 1.3;
/** Largest of the ratios by the smallest, where all values were multiplied alike. Bins are coarse. */
const SPREAD = 1.25;
/** How near a ratio must be to that of two units. Coarse bins and other rows move it. */
const NEAR = 0.04;

/**
 * Whether all values of a column were multiplied by one factor, as a change of unit does; both sides on one frame.
 * Undefined where the ratios at several places of the distribution do not agree.
 */
export function detectScaleChange(before: NumericProfile, after: NumericProfile): ScaleChange | undefined {
  if (before.kind === "timestamp" || total(before.bins) < MIN_ROWS || total(after.bins) < MIN_ROWS) return undefined;
  const exact = unitOnLattice(before, after);
  if (exact !== undefined) return exact;
  const inside = quantileRatios(before, after);
  const limits = limitRatios(before, after);
  const ratio =
    commonRatio(inside, limits, isOutside(before, after)) ??
    limits.find((limit) => isSupported(limit, inside, { limits, outside: isOutside(before, after) }));
  if (ratio === undefined || (ratio < LEAST_RATIO && ratio > 1 / LEAST_RATIO)) return undefined;
  return { ratio, units: nameUnits(ratio) };
}

/** One ratio for all places of the distribution. Bins blur it, limits do not: near ones that are units are believed. */
function commonRatio(inside: readonly number[], limits: readonly number[], outside: boolean): number | undefined {
  const ratios = inside.length >= 3 ? inside : outside ? limits : [];
  const [smallest, largest] = [Math.min(...ratios), Math.max(...ratios)];
  if (ratios.length === 0 || !(smallest > 0 && largest / smallest <= SPREAD)) return undefined;
  const middle = middleOf(ratios);
  return limits.find((limit) => Math.abs(limit / middle - 1) < 0.1 && nameUnits(limit) !== undefined) ?? middle;
}

/**
 * Values that became so small that few bins hold them blur every quantile. A limit that was multiplied by exactly the
 * factor of two units is believed where the other limit was as well, or the middle of the distribution roughly.
 */
function isSupported(
  limit: number,
  inside: readonly number[],
  { limits, outside }: { readonly limits: readonly number[]; readonly outside: boolean },
): boolean {
  if (nameUnits(limit, 0.01) === undefined) return false;
  // Of values with a long tail, fewer rows have a smaller maximum.
  const isRoughly = limits.length === 2 && limits.every((other) => other / limit < 2 && limit / other < 2);
  if (outside && isRoughly) return true;
  if (limits.length === 2 && limits.every((other) => Math.abs(other / limit - 1) < 0.03)) return true;
  const middle = middleOf(inside);
  return inside.length >= 3 && middle > 0 && Math.abs(middle / limit - 1) < 0.35;
}

function middleOf(ratios: readonly number[]): number {
  return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN;
}

function quantileRatios(before: NumericProfile, after: NumericProfile): number[] {
  const { edges } = before.frame;
  return PROBABILITIES.flatMap((probability) => {
    if (!isBounded(before, before, probability) || !isBounded(before, after, probability)) return [];
    const old = quantileOfBins(before.bins, edges, probability);
    const now = quantileOfBins(after.bins, edges, probability);
    return old === 0 || now === 0 ? [] : [now / old];
  });
}

/** The quantile lies in a bin between the smallest and the largest value before: beyond these, bins are wide. */
function isBounded(before: NumericProfile, { bins }: NumericProfile, probability: number): boolean {
  const [low, high] = sharesBeyond(before, bins);
  return low < probability && probability < 1 - high;
}

/** Most values lie where there were none before. */
function isOutside(before: NumericProfile, { bins }: NumericProfile): boolean {
  const [low, high] = sharesBeyond(before, bins);
  return low + high > 1 / 2;
}

/** Of the values, below the bin of the smallest value before and above that of the largest. */
function sharesBeyond(before: NumericProfile, bins: readonly number[]): readonly [low: number, high: number] {
  const first = before.bins.findIndex((count) => count > 0);
  const last = before.bins.findLastIndex((count) => count > 0);
  const rows = total(bins);
  return [total(bins.slice(0, first)) / rows, total(bins.slice(last + 1)) / rows];
}

function limitRatios(before: NumericProfile, after: NumericProfile): number[] {
  const pairs = [
    [before.max, after.max],
    [before.min, after.min],
  ] as const;
  return pairs.flatMap(([old, now]) => {
    const ratio = Number(now) / Number(old);
    return old === null || now === null || ratio === 0 || !Number.isFinite(ratio) ? [] : [ratio];
  });
}

function nameUnits(ratio: number, near = NEAR): string | undefined {
  for (const { factor, up, down } of UNITS) {
    if (Math.abs(ratio / factor - 1) < near) return up;
    if (Math.abs(ratio * factor - 1) < near) return down;
  }
  return undefined;
}
