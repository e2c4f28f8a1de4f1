import { ksDistance } from "../statistics/ks-distance.ts";
import { total } from "../statistics/total.ts";
import type { ScaleChange } from "./data-changes.ts";
import { MAX_DECIMALS } from "./lattice.ts";
import type { NumericProfile } from "./profile.ts";
import { stretchedDistance } from "./stretched-distance.ts";
import { UNITS } from "./units.ts";

const WHOLE = UNITS.filter(({ factor }) => Number.isInteger(factor));
/** So near to a whole number of units a quotient is one: doubles, and texts with six digits, are not exact. */
const EXACT = 1e-4;
/** So many known values other than 0 have to be multiples: one is by chance. */
const LEAST = 2;
/** Share of values that have to be round, or finer, where the factor makes them so. */
const MOST = 0.9;
/** The distribution must be so many times as near to the other one multiplied as to that one as it is. */
const NEARER = 2;
/** The smallest or the largest value must have grown by the factor but for so many times: other rows have other extremes. */
const ROUGHLY = 4;

/**
 * Whether values that have few decimals were multiplied or divided by the whole factor of two units: all that are known are
 * multiples of it then, as 60 is where minutes became seconds, whatever the distribution does around 0. Undefined where they
 * are not, or the distribution is not that of the other side stretched; both sides on one frame.
 */
export function unitOnLattice(before: NumericProfile, after: NumericProfile): ScaleChange | undefined {
  const { decimals } = before.frame;
  if (decimals === undefined || decimals >= MAX_DECIMALS || after.lattice === undefined) return undefined;
  const grid = 10 ** decimals;
  const known = [...ownValues(after), ...after.spikes.map(({ value }) => value), ...extremes(after)];
  const now = [...new Set(known)].filter((value) => value !== 0);
  if (now.length < LEAST) return undefined;
  const past = [...before.frame.values, ...extremes(before)];
  const isUp = ({ factor }: { readonly factor: number }) =>
    now.every((value) => isWhole((value * grid) / factor)) &&
    !past.every((value) => isWhole((value * grid) / factor)) &&
    isRound(after, factor) &&
    isStretched(before, after, factor);
  // A multiple of 24 is one of 12, so the largest says most; of a part of a unit the smallest does.
  const up = WHOLE.findLast(isUp);
  if (up !== undefined) return { ratio: up.factor, units: up.up };
  if (after.lattice.finer < total(after.bins) / 2) return undefined;
  const down = WHOLE.find(
    ({ factor }) => now.every((value) => isWhole(value * grid * factor)) && isStretched(before, after, 1 / factor),
  );
  return down === undefined ? undefined : { ratio: 1 / down.factor, units: down.down };
}

function isWhole(quotient: number): boolean {
  return Math.abs(quotient - Math.round(quotient)) < EXACT;
}

function extremes({ min, max }: NumericProfile): number[] {
  return [min, max].flatMap((limit) => (limit === null ? [] : [Number(limit)]));
}

/** Values of the frame with a bin of their own that some rows have. */
function ownValues({ frame: { edges, values }, bins }: NumericProfile): number[] {
  return values.filter((value) => (bins[edges.indexOf(value)] ?? 0) > 0);
}

function isRound({ lattice, bins }: NumericProfile, factor: number): boolean {
  if (lattice === undefined || factor % 10 !== 0) return true;
  return (factor % 100 === 0 ? lattice.hundreds : lattice.tens) >= MOST * total(bins);
}

function isStretched(before: NumericProfile, after: NumericProfile, ratio: number): boolean {
  const grown = [
    [before.min, after.min],
    [before.max, after.max],
  ].map(([was, is]) => Number(is) / Number(was) / ratio);
  if (!grown.some((missed) => missed > 1 / ROUGHLY && missed < ROUGHLY)) return false;
  return NEARER * stretchedDistance(before, after, ratio) <= ksDistance(before.bins, after.bins);
}
