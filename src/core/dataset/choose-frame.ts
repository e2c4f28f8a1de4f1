import { decimalsOf, MAX_DECIMALS } from "./lattice.ts";
import { previousDouble } from "./previous-double.ts";
import type { NumericFrame } from "./profile.ts";
import { quantileEdges, rowsOf, type ValueGroup } from "./value-groups.ts";

/** Bins that would each hold the same share of the reference's rows, if no value were repeated. */
export const BINS = 256;

const MAX_OWN_BINS = 64;
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
  readonly decimals: number | undefined;
}

/**
 * Quantiles, and edges just below and at each frequent value. The groups are all values or those of a sample; `frequent`
 * ones get a bin of their own whatever the groups say.
 */
export function chooseInnerFrame(
  groups: readonly ValueGroup[],
  { bins = BINS, frequent = [] }: { readonly bins?: number; readonly frequent?: readonly number[] } = {},
): InnerFrame {
  const values = chooseOwnBins(groups, frequent);
  const own = new Set(values);
  const others = groups.filter(({ value }) => !own.has(value));
  const edges = [...quantileEdges(others, bins), ...values.flatMap((value) => [previousDouble(value), value])];
  return { edges: ascending(edges), values, decimals: chooseDecimals(groups) };
}

/** Adds the edges that tell what is below the smallest value and above the largest, and what is far beyond them. */
export function withLimits({ edges, values, decimals }: InnerFrame, min: number, max: number): NumericFrame {
  const margin = max / 4 - min / 4;
  const [below, far, beyond] = [previousDouble(min), clamp(min - margin), clamp(max + margin)];
  const within = edges.filter((edge) => edge >= below && edge <= max);
  // Beyond the largest double there is nothing to tell apart.
  const limits = [...(far < below ? [far] : []), below, max, ...(beyond > max ? [beyond] : [])].filter(Number.isFinite);
  const frame = {
    edges: ascending([...within, ...limits]),
    values: values.filter((value) => value >= min && value <= max),
  };
  return decimals === undefined ? frame : { ...frame, decimals };
}

/** The frame for groups that are all values of the column. */
export function chooseNumericFrame(groups: readonly ValueGroup[], bins = BINS): NumericFrame {
  const [min, max] = [groups[0]?.value, groups.at(-1)?.value];
  if (min === undefined || max === undefined) return { edges: [], values: [] };
  return withLimits(chooseInnerFrame(groups, { bins }), min, max);
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

function chooseOwnBins(groups: readonly ValueGroup[], frequent: readonly number[]): number[] {
  const least = Math.max(OWN_BIN_ROWS, OWN_BIN_SHARE * rowsOf(groups));
  const known = new Set(frequent);
  return groups
    .filter(({ value, rows }) => rows >= least && !known.has(value))
    .toSorted((a, b) => b.rows - a.rows || a.value - b.value)
    .slice(0, Math.max(0, MAX_OWN_BINS - known.size))
    .map(({ value }) => value)
    .concat([...known].slice(0, MAX_OWN_BINS))
    .toSorted((a, b) => a - b);
}

function clamp(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

function chooseDecimals(groups: readonly ValueGroup[]): number | undefined {
  if (groups.length < MIN_LATTICE_VALUES) return undefined;
  let most = 0;
  for (const { value } of groups) {
    most = Math.max(most, decimalsOf(value));
    if (most > MAX_DECIMALS) return undefined;
  }
  return most;
}
