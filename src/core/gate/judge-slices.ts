import { unpairedDifference } from "../evaluation/unpaired-difference.ts";
import type { MetricDifference, SliceEvaluation } from "../evidence/evaluation-evidence.ts";
import { decimalsFor, formatNumber, formatQuantity, formatSigned } from "../report/format-number.ts";
import { adjustPValues } from "../statistics/adjust-p-values.ts";
import { normalSurvival, Z95 } from "../statistics/normal-distribution.ts";
import { findMetric } from "./find-metric.ts";
import type { PairedVersions } from "./pair-versions.ts";

export interface PairedSlice {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
  /** Undefined: only one of the two has it. */
  readonly difference: MetricDifference | undefined;
}

export interface SliceJudgement {
  readonly kind: "worse" | "in-doubt" | "unknown" | "few-rows" | "held";
  /** One line, unescaped. */
  readonly words: string;
}

interface SliceBounds {
  readonly "max-drop"?: number | undefined;
  readonly "max-relative-drop"?: number | undefined;
  readonly "min-rows": number;
  readonly correction: "holm" | "bh";
  readonly level: number;
  readonly direction: "higher" | "lower";
}

/** The slices of both versions with the difference in one metric: row by row where the pairing is. */
export function pairSlices(pairing: PairedVersions, name: string): readonly PairedSlice[] {
  if (pairing.kind === "paired") {
    return pairing.comparison.slices.map(({ slice, rows, metrics }) => ({
      ...slice,
      rows,
      difference: findMetric(metrics, name),
    }));
  }
  const key = ({ slice }: SliceEvaluation) => JSON.stringify([slice.column, slice.value]);
  const there = new Map(pairing.there.slices.map((slice) => [key(slice), slice]));
  return pairing.here.slices.map((slice) => {
    const other = there.get(key(slice));
    const [left, right] = [findMetric(slice.metrics, name), findMetric(other?.metrics ?? [], name)];
    return {
      ...slice.slice,
      rows: Math.min(slice.rows, other?.rows ?? slice.rows),
      difference: left === undefined || right === undefined ? undefined : unpairedDifference(left, right),
    };
  });
}

/**
 * Which slices lost more than the bound. For each, the p-value of "it lost no more than the bound" from the 95 % interval,
 * taken as normal; adjusted for the number of slices with enough rows, and held against the level.
 */
export function judgeSlices(slices: readonly PairedSlice[], bounds: SliceBounds): readonly SliceJudgement[] {
  const measured = slices.map((slice) => ({
    slice,
    loss: slice.rows < bounds["min-rows"] ? undefined : lossOf(slice, bounds),
  }));
  const known = measured.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  const correction = bounds.correction === "holm" ? "holm" : "benjamini-hochberg";
  const adjusted = new Map(
    adjustPValues(
      known.map(({ pValue }) => pValue),
      correction,
    ).map((pValue, index) => [known[index], pValue]),
  );
  return measured.map(({ slice, loss }): SliceJudgement => {
    const { rows } = slice;
    if (rows < bounds["min-rows"]) {
      return {
        kind: "few-rows",
        words: `${nameOf(slice)}: ${formatQuantity(rows, "row")}, fewer than ${String(bounds["min-rows"])}`,
      };
    }
    if (loss === undefined) {
      return {
        kind: "unknown",
        words: `${nameOf(slice)}: ${slice.difference?.reason ?? "no difference with an interval"}`,
      };
    }
    const kind = (adjusted.get(loss) ?? 1) <= bounds.level ? "worse" : loss.excess > 0 ? "in-doubt" : "held";
    // Nobody reads about the slices that held.
    if (kind === "held") return { kind, words: nameOf(slice) };
    const chance = kind === "in-doubt" ? ", which may be chance" : "";
    return { kind, words: `${nameOf(slice)}: ${describe(slice)}${chance} (${formatQuantity(rows, "row")})` };
  });
}

interface Loss {
  /** What was lost beyond the bound, in the metric's unit. */
  readonly excess: number;
  /** One-sided, that nothing was lost beyond it. */
  readonly pValue: number;
}

function lossOf({ difference }: PairedSlice, bounds: SliceBounds): Loss | undefined {
  if (difference?.difference == null || difference.interval === null || difference.there === null) return undefined;
  const { interval, there } = difference;
  const relative = bounds["max-relative-drop"];
  const allowed = relative === undefined ? (bounds["max-drop"] ?? 0) : relative * Math.abs(there);
  const excess = (bounds.direction === "higher" ? -difference.difference : difference.difference) - allowed;
  const error = (interval[1] - interval[0]) / 2 / Z95;
  if (!Number.isFinite(excess) || !Number.isFinite(error) || error < 0) return undefined;
  if (error === 0) return { excess, pValue: excess > 0 ? 0 : 1 };
  return { excess, pValue: normalSurvival(excess / error) };
}

function nameOf({ column, value }: PairedSlice): string {
  return `${column} = ${value}`;
}

function describe({ difference }: PairedSlice): string {
  const change = difference?.difference ?? 0;
  const interval = difference?.interval ?? [change, change];
  const decimals = decimalsFor(difference?.there ?? change, (interval[1] - interval[0]) / 2);
  const values = [difference?.there, difference?.here].map((value) => formatNumber(value ?? 0, decimals)).join(" → ");
  return `${values}, ${formatSigned(change, decimals)} (${formatSigned(interval[0], decimals)} to ${formatSigned(interval[1], decimals)})`;
}
