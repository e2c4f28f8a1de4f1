import { detectScaleChange } from "../../dataset/detect-scale-change.ts";
import type { NumericProfile } from "../../dataset/profile.ts";
import { describeScale } from "../describe-scale.ts";
import { describeShift } from "../describe-shift.ts";
import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { formatShare } from "../format-share.ts";
import { formatValue } from "../format-value.ts";
import { numericCells } from "../numeric-cells.ts";
import { total } from "../total.ts";
import { binnedDistributionAspect } from "./binned-distribution-aspect.ts";
import { cellAspect } from "./cell-aspect.ts";
import { newMassAspect } from "./new-mass-aspect.ts";
import { shareAspect } from "./share-aspect.ts";

type Measured = readonly (DriftAspect | undefined)[];

/** What can change in a column of numbers. Points in time always move: only what is not a point in time is compared. */
export function numericAspects(before: NumericProfile, after: NumericProfile, bounds: DriftBounds): Measured {
  const infinite = ({ nan, positiveInfinity, negativeInfinity }: NumericProfile) =>
    nan + positiveInfinity + negativeInfinity;
  const finite = [total(before.bins), total(after.bins)] as const;
  const notFinite = shareAspect({
    columns: [before.name],
    aspect: "not-finite",
    of: `NaN and infinity in ${before.name}`,
    before: { count: infinite(before), total: infinite(before) + finite[0] },
    after: { count: infinite(after), total: infinite(after) + finite[1] },
    bounds,
  });
  if (before.kind === "timestamp") return [notFinite];
  const shift = { name: before.name, kind: before.kind, edges: before.frame.edges };
  const scale = detectScaleChange(before, after);
  const words = describeShift({ ...shift, before: before.bins, after: after.bins });
  return [
    notFinite,
    binnedDistributionAspect({
      column: before.name,
      before: before.bins,
      after: after.bins,
      bounds,
      words: scale === undefined ? words : `${words}: ${describeScale(scale)}`,
      rescaled: scale?.ratio,
    }),
    cellAspect({ column: before.name, cells: numericCells(before, after), rows: finite, bounds }),
    rangeAspect(before, after, bounds),
    tailAspect(before, after, bounds),
    spikeAspect(before, after, bounds),
    ...latticeAspects(before, after, bounds),
  ];
}

/** Beyond a quarter of the reference's range outside it. */
function rangeAspect(before: NumericProfile, after: NumericProfile, bounds: DriftBounds): DriftAspect | undefined {
  const { edges } = before.frame;
  const [low, high] = [edges[0], edges.at(-1)];
  if (low === undefined || high === undefined || edges.length < 2) return undefined;
  const outside = ({ bins }: NumericProfile) => (bins[0] ?? 0) + (bins.at(-1) ?? 0);
  const rows = total(before.bins);
  const limits = `${formatValue(low, before.kind)} to ${formatValue(high, before.kind)}`;
  return newMassAspect({
    column: before.name,
    aspect: "range",
    after: { count: outside(after), total: total(after.bins) },
    reference: rows,
    // Two more than there were: the rule of succession for both ends.
    expected: outside(before) + 2,
    bound: bounds.newMass,
    words: (share) => `${share} of ${before.name} lie far outside what was known, beyond ${limits}`,
  });
}

const TAIL = 0.005;

/** The outermost bins that together hold at most 0.5 % of the reference at each end. */
function tailAspect(before: NumericProfile, after: NumericProfile, bounds: DriftBounds): DriftAspect | undefined {
  const { edges } = before.frame;
  const rows = total(before.bins);
  const lower = countTail(before.bins, rows);
  const upper = countTail(before.bins.toReversed(), rows);
  if (lower + upper === 0 || lower + upper >= before.bins.length) return undefined;
  const inTails = ({ bins }: NumericProfile) =>
    total(bins.slice(0, lower)) + total(bins.slice(bins.length - upper, bins.length));
  const show = (edge: number | undefined) => formatValue(edge ?? 0, before.kind);
  const low = `up to ${show(edges[lower - 1])}`;
  const high = `above ${show(edges[before.bins.length - upper - 1])}`;
  return shareAspect({
    columns: [before.name],
    aspect: "tail",
    of: `values ${lower === 0 ? high : upper === 0 ? low : `${low} or ${high}`} in ${before.name}`,
    before: { count: inTails(before), total: rows },
    after: { count: inTails(after), total: total(after.bins) },
    bounds,
  });
}

function countTail(bins: readonly number[], rows: number): number {
  let sum = 0;
  const first = bins.findIndex((count) => {
    sum += count;
    return sum > TAIL * rows;
  });
  return Math.max(first, 0);
}

/** So many frequent values are kept of each dataset. */
const KEPT_SPIKES = 64;

/** A value without a bin of its own that has become frequent: more frequent than all of its bin was. */
function spikeAspect(before: NumericProfile, after: NumericProfile, bounds: DriftBounds): DriftAspect | undefined {
  const rows = total(before.bins);
  const rowsNow = total(after.bins);
  const known = new Map(before.spikes.map(({ value, rows: count }) => [value, count]));
  const judged = after.spikes.map(({ value, rows: count }) => {
    const bin = before.frame.edges.findIndex((edge) => value <= edge);
    const atMost = known.get(value) ?? before.bins.at(bin) ?? 0;
    const rate = (atMost + 1) / Math.max(rows, 1);
    return { value, count, atMost, rate, growth: count / Math.max(rowsNow, 1) - rate };
  });
  const [first, ...others] = judged;
  if (first === undefined) return undefined;
  const top = others.reduce((best, spike) => (spike.growth > best.growth ? spike : best), first);
  return newMassAspect({
    column: before.name,
    aspect: "spike",
    after: { count: top.count, total: rowsNow },
    reference: rows,
    expected: top.atMost + 1,
    bound: Math.max(bounds.spike, Math.min(bounds.share, top.rate * (bounds.ratio - 1))),
    hypotheses: KEPT_SPIKES,
    words: (share) =>
      `${formatValue(top.value, before.kind)} now makes up ${share} of ${before.name}, at most ${formatShare(top.rate)} before`,
  });
}

function latticeAspects(before: NumericProfile, after: NumericProfile, bounds: DriftBounds): Measured {
  const { lattice: was, name } = before;
  const { lattice: is } = after;
  if (was === undefined || is === undefined) return [];
  const rows = [total(before.bins), total(after.bins)] as const;
  const decimals = before.frame.decimals ?? 0;
  const share = (count: number, countNow: number) => ({
    before: { count, total: rows[0] },
    after: { count: countNow, total: rows[1] },
  });
  const rounding = { share: bounds.rounding, rareShare: bounds.rounding, ratio: bounds.ratio };
  return [
    shareAspect({
      columns: [name],
      aspect: "decimals",
      of: `values of ${name} with more than ${String(decimals)} decimals`,
      ...share(was.finer, is.finer),
      bounds: { ...bounds, rareShare: bounds.spike },
    }),
    shareAspect({
      columns: [name],
      aspect: "rounding",
      of: `values of ${name} that are multiples of ${String(Number((10 ** (1 - decimals)).toPrecision(3)))}`,
      ...share(was.tens, is.tens),
      bounds: rounding,
      hypotheses: 2,
    }),
  ];
}
