import { decimalsOf, MAX_DECIMALS } from "./lattice.ts";
import { previousDouble } from "./previous-double.ts";
import type { NumericFrame } from "./profile.ts";
import { farEdges, type RangeLimits } from "./range-limits.ts";
import { quantileEdges, rowsOf, type ValueGroup, valuesAtRanks } from "./value-groups.ts";

/** Bins that would each hold the same share of the reference's rows, if no value were repeated. */
export const BINS = 256;
/** Wider bins, in which the largest single change is sought: their edges are edges of the frame too. */
export const COARSE_BINS = 24;

export const MAX_OWN_BINS = 128;
/** Share of rows from which a repeated value has a bin of its own. */
const OWN_BIN_SHARE = 0.001;
/** Among few rows, this often is chance. */
const OWN_BIN_ROWS = 5;
/** A column with fewer different values is a code, of which last digits say nothing. */
const MIN_LATTICE_VALUES = 200;

/** What can be pinned before the smallest and the largest value are known. */
export interface InnerFrame {
  readonly edges: readonly number[];
  readonly values: readonly number[];
  readonly decimals: number;
  /** Fewer different values than say something by their last digits. */
  readonly codes: boolean;
}

export interface FrameOptions {
  readonly bins?: number;
  /** Values with a bin of their own whatever the groups say, the most important first. */
  readonly frequent?: readonly number[];
}

/**
 * Quantiles, edges just below and at each frequent value, and at both ends edges after 1, 2, 4, 8 … rows, because a tail is
 * where wrong units and broken sensors show first. The groups are all values or those of a sample.
 */
export function chooseInnerFrame(
  groups: readonly ValueGroup[],
  { bins = BINS, frequent = [] }: FrameOptions = {},
): InnerFrame {
  const values = chooseOwnBins(groups, frequent);
  const digits = digitsOf(groups);
  const edges = [
    ...quantileEdges(groups, bins, digits),
    ...quantileEdges(groups, COARSE_BINS, digits),
    ...tailEdges(groups, bins),
    ...values.flatMap((value) => [previousDouble(value), value]),
  ];
  return {
    edges: ascending(edges),
    values,
    decimals: digits ?? MAX_DECIMALS,
    codes: groups.length < MIN_LATTICE_VALUES,
  };
}

/**
 * Adds the edges that tell what is below the smallest value and above the largest of all rows, and for each of the ranges
 * what is far beyond it: the range of all rows, and those of all batches but one.
 */
export function withLimits(
  { edges, values, decimals, codes }: InnerFrame,
  all: RangeLimits,
  ranges: readonly RangeLimits[] = [],
): NumericFrame {
  const { min, max } = all;
  const below = previousDouble(min);
  const within = edges.filter((edge) => edge >= below && edge <= max);
  const far = [all, ...ranges].flatMap(farEdges);
  const frame = {
    // Beyond the largest double there is nothing to tell apart.
    edges: ascending(
      [...within, below, max, ...far].filter((edge) => Math.abs(edge) < Number.MAX_VALUE || edge === max),
    ),
    values: values.filter((value) => value >= min && value <= max),
  };
  return { ...frame, decimals, ...(codes ? { codes } : {}) };
}

/** The frame for groups that are all values of the column; `ranges` as in `withLimits`. */
export function chooseNumericFrame(
  groups: readonly ValueGroup[],
  { ranges = [], ...options }: FrameOptions & { readonly ranges?: readonly RangeLimits[] } = {},
): NumericFrame {
  const [min, max] = [groups[0]?.value, groups.at(-1)?.value];
  if (min === undefined || max === undefined) return { edges: [], values: [] };
  return withLimits(chooseInnerFrame(groups, options), { min, max }, ranges);
}

/** Counts on the inner edges as counts on all edges of the data that they were taken from: beyond its limits there is nothing. */
export function spreadBins(
  inner: InnerFrame,
  bins: readonly number[],
  edges: readonly number[],
  min: number,
): number[] {
  const below = new Map<number, number>();
  let seen = 0;
  for (const [index, edge] of inner.edges.entries()) {
    seen += bins[index] ?? 0;
    below.set(edge, seen);
  }
  const total = seen + (bins[inner.edges.length] ?? 0);
  const upTo = [...edges.map((edge) => below.get(edge) ?? (edge < min ? 0 : total)), total];
  return upTo.map((rows, index) => rows - (upTo[index - 1] ?? 0));
}

function ascending(edges: readonly number[]): number[] {
  return [...new Set(edges.map((edge) => edge + 0))].toSorted((a, b) => a - b);
}

function tailEdges(groups: readonly ValueGroup[], bins: number): number[] {
  const total = rowsOf(groups);
  const ranks: number[] = [];
  for (let rank = 1; rank * bins <= total; rank *= 2) ranks.push(rank);
  return [...valuesAtRanks(groups, ranks), ...valuesAtRanks(groups, ranks.map((rank) => total - rank).reverse())];
}

function chooseOwnBins(groups: readonly ValueGroup[], frequent: readonly number[]): number[] {
  const least = Math.max(OWN_BIN_ROWS, OWN_BIN_SHARE * rowsOf(groups));
  const others = groups
    .filter(({ rows }) => rows >= least)
    .toSorted((a, b) => b.rows - a.rows || a.value - b.value)
    .map(({ value }) => value);
  return [...new Set([...frequent, ...others])].slice(0, MAX_OWN_BINS).toSorted((a, b) => a - b);
}

/** Most digits after the point that a value has; undefined where that is more than people write. */
function digitsOf(groups: readonly ValueGroup[]): number | undefined {
  let most = 0;
  for (const { value } of groups) {
    most = Math.max(most, decimalsOf(value));
    if (most > MAX_DECIMALS) return undefined;
  }
  return most;
}
