import { benjaminiHochbergLimit } from "../statistics/benjamini-hochberg.ts";
import type { AspectSeries } from "./aspect-series.ts";
import { LEAST_BATCHES } from "./calibrate/few-batches.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { fitRunTail } from "./run-tail.ts";

/** What the rule says of one aspect of the current data. */
export interface JudgedAspect {
  readonly series: AspectSeries;
  /** More than chance, among everything that was looked at. */
  readonly signal: boolean;
  /** −log10 p2 where it is material and more than chance, else 0. */
  readonly surprise: number;
  readonly alarm: boolean;
}

/** The largest surprise of a batch, and what it was. */
export interface BatchSurprise {
  readonly surprise: number;
  readonly series?: AspectSeries;
}

export interface JudgedRun {
  readonly aspects: readonly JudgedAspect[];
  /** Of each reference batch, and last of the current data. */
  readonly largest: readonly BatchSurprise[];
  /** Probability that a batch in which nothing is wrong surprises as much; null with too few batches to tell. */
  readonly pRun: number | null;
  /** Surprise from which `pRun` is at most the level. */
  readonly threshold: number | null;
  /** Rate of false alarms that it was judged at. */
  readonly level: number;
}

export interface JudgingRule {
  readonly bounds: DriftBounds;
  /** Rate of false alarms, from the largest surprise of each reference batch, oldest first. */
  readonly levelOf: (surprises: readonly number[]) => number;
  /** Surprises of batches that are in nothing but the tail: what they say about how large a surprise is usual. */
  readonly cleared: readonly number[];
}

/**
 * Judges the current data as every reference batch is judged. An aspect surprises where it is material and, among all that
 * were measured of its batch, more than chance (Benjamini, Hochberg); it alarms where it is also unusual beside the
 * movement of the other batches (the same), and no batch's largest surprise makes one of its size likely.
 */
export function judgeSurprises(
  measured: readonly AspectSeries[],
  batches: number,
  { bounds, levelOf, cleared }: JudgingRule,
): JudgedRun {
  const limits = Float64Array.from({ length: batches + 1 }, (_, entry) =>
    benjaminiHochbergLimit(
      Float64Array.from(measured, ({ p1 }) => p1[entry] ?? 1),
      bounds.falseDiscoveryRate,
    ),
  );
  const surpriseOf = (series: AspectSeries, entry: number) =>
    series.material[entry] === true && (series.p1[entry] ?? 1) <= (limits[entry] ?? 0)
      ? Math.max(0, -Math.log10(series.p2[entry] ?? 1))
      : 0;
  const largest = Array.from({ length: batches + 1 }, (_, entry) =>
    largestOf(measured, (one) => surpriseOf(one, entry)),
  );
  const unusual = benjaminiHochbergLimit(
    Float64Array.from(measured, ({ p2 }) => p2[batches] ?? 1),
    bounds.unusualRate,
  );
  const surprises = largest.slice(0, batches).map(({ surprise }) => surprise);
  const level = levelOf(surprises);
  const tail = batches < LEAST_BATCHES ? undefined : fitRunTail([...surprises, ...cleared], measured.length);
  const aspects = measured.map((series) => {
    const surprise = surpriseOf(series, batches);
    const isUnusual = surprise > 0 && (series.p2[batches] ?? 1) <= unusual;
    return {
      series,
      signal: (series.p1[batches] ?? 1) <= (limits[batches] ?? 0),
      surprise,
      alarm: isUnusual && tail !== undefined && tail.probability(surprise) <= level,
    };
  });
  return {
    aspects,
    largest,
    pRun: tail?.probability(largest.at(-1)?.surprise ?? 0) ?? null,
    threshold: tail?.surpriseAt(level) ?? null,
    level,
  };
}

function largestOf(measured: readonly AspectSeries[], surpriseOf: (series: AspectSeries) => number): BatchSurprise {
  let top: BatchSurprise = { surprise: 0 };
  for (const series of measured) {
    const surprise = surpriseOf(series);
    if (surprise > top.surprise) top = { surprise, series };
  }
  return top;
}
