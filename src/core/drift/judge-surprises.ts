import { benjaminiHochbergLimit } from "../statistics/benjamini-hochberg.ts";
import type { AspectSeries } from "./aspect-series.ts";
import { FEW_BATCHES, LEAST_BATCHES } from "./calibrate/few-batches.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { eventEntries } from "./event-entries.ts";
import { fitRunTail, type RunTail } from "./run-tail.ts";

/** What the rule says of one aspect of the current data. */
export interface JudgedAspect {
  readonly series: AspectSeries;
  /** More than chance, among everything that was looked at. */
  readonly signal: boolean;
  readonly alarm: boolean;
}

/** The largest surprise of a batch, and what it was. */
export interface BatchSurprise {
  /** −log10 p2 of what is material and more than chance; 0 for none. */
  readonly surprise: number;
  readonly series?: AspectSeries;
}

export interface JudgedRun {
  readonly aspects: readonly JudgedAspect[];
  /** Of each reference batch, and last of the current data: among events, or among movements, whichever is the rarer now. */
  readonly largest: readonly BatchSurprise[];
  readonly lane: LaneName;
  /**
   * Probability that a batch in which nothing is wrong surprises as much, 1 where nothing is unusual among all aspects; null
   * with too few batches to tell.
   */
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
  readonly cleared: readonly ClearedThreshold[];
  /** Of the level, what the largest surprise has of it; all unless given. */
  readonly share?: number;
}

/** What a batch had to exceed that drifted and nothing came of. */
export interface ClearedThreshold {
  readonly lane: LaneName;
  readonly threshold: number;
}

/**
 * Judges the current data as every reference batch is judged. An aspect surprises where it is material and, among all that
 * were measured of its batch, more than chance (Benjamini, Hochberg); it alarms where it is also unusual beside the
 * movement of the other batches (the same), and the largest surprises of the batches make one of its size unlikely. What as a
 * rule does not happen is held against what else does not happen, and not against how far wild columns move.
 */
export function judgeSurprises(measured: readonly AspectSeries[], batches: number, rule: JudgingRule): JudgedRun {
  const { bounds, levelOf, cleared, share = 1 } = rule;
  const surprises = measureSurprises(measured, batches, bounds.falseDiscoveryRate);
  const lanes = toLanes(surprises, batches, cleared);
  const level = levelOf(
    surprises
      .largest(() => true)
      .slice(0, batches)
      .map(({ surprise }) => surprise),
  );
  const isTold = batches >= LEAST_BATCHES;
  const unusual = benjaminiHochbergLimit(
    Float64Array.from(measured, ({ p2 }) => p2[batches] ?? 1),
    bounds.unusualRate,
  );
  const judged = surprises.each.map(({ series, values, signal }, place) => {
    const lane = lanes.find(({ has }) => has(place, batches));
    const surprise = values[batches] ?? 0;
    const isUnusual = surprise > 0 && (series.p2[batches] ?? 1) <= unusual;
    // What is not unusual among so many aspects is no rare run either, however calm the reference was.
    const p = lane === undefined || !isUnusual ? 1 : lane.probability(surprise);
    return { series, signal, lane, p, alarm: isTold && p <= share * level };
  });
  const top = judged.reduce<(typeof judged)[number] | undefined>(
    (best, each) => (each.p < (best?.p ?? 1) ? each : best),
    undefined,
  );
  const lane = top?.lane ?? lanes.at(-1);
  return {
    aspects: withoutExplained(judged),
    largest: lane?.largest ?? [],
    lane: lane?.name ?? "movement",
    pRun: isTold ? (top?.p ?? 1) : null,
    threshold: isTold && lane !== undefined ? lane.surpriseAt(share * level) : null,
    level,
  };
}

/** A change that another column's change explains is told of that column alone. */
function withoutExplained(judged: readonly JudgedAspect[]): readonly JudgedAspect[] {
  const direct = new Set(
    judged.flatMap(({ series: { columns, given }, alarm }) =>
      alarm && given === undefined && columns.length === 1 ? columns : [],
    ),
  );
  return judged.map(({ series, signal, alarm }) => ({
    series,
    signal,
    alarm: alarm && !(series.given !== undefined && direct.has(series.given)),
  }));
}

interface MeasuredSurprise {
  readonly series: AspectSeries;
  /** Of each batch. */
  readonly values: Float64Array;
  readonly signal: boolean;
}

interface Surprises {
  readonly each: readonly MeasuredSurprise[];
  /** The largest of each batch, among the aspects that are in. */
  readonly largest: (isIn: (place: number, entry: number) => boolean) => readonly BatchSurprise[];
}

function measureSurprises(measured: readonly AspectSeries[], batches: number, rate: number): Surprises {
  const limits = Float64Array.from({ length: batches + 1 }, (_, entry) =>
    benjaminiHochbergLimit(
      Float64Array.from(measured, ({ p1 }) => p1[entry] ?? 1),
      rate,
    ),
  );
  const isSignal = ({ p1 }: AspectSeries, entry: number) => (p1[entry] ?? 1) <= (limits[entry] ?? 0);
  const each = measured.map((series) => ({
    series,
    values: limits.map((_, entry) =>
      series.material[entry] === true && isSignal(series, entry) ? Math.max(0, -Math.log10(series.p2[entry] ?? 1)) : 0,
    ),
    signal: isSignal(series, batches),
  }));
  const largest: Surprises["largest"] = (isIn) =>
    Array.from(limits, (_, entry) => {
      let top: BatchSurprise = { surprise: 0 };
      for (const [place, { series, values }] of each.entries()) {
        const surprise = values[entry] ?? 0;
        if (surprise > top.surprise && isIn(place, entry)) top = { surprise, series };
      }
      return top;
    });
  return { each, largest };
}

export type LaneName = "event" | "movement";

/** Aspects whose surprises are held against each other. */
interface Lane {
  readonly name: LaneName;
  readonly has: (place: number, entry: number) => boolean;
  readonly largest: readonly BatchSurprise[];
  readonly probability: (surprise: number) => number;
  readonly surpriseAt: RunTail["surpriseAt"];
}

/** Of the level, so that both lanes together have it. */
const SHARES = { event: 0.4, movement: 0.6 } as const;
/** Aspects that a lane is taken to have at least. */
const LEAST_ASPECTS = 3;

/** With few batches one lane: half of them would each say too little. */
function toLanes({ each, largest }: Surprises, batches: number, cleared: readonly ClearedThreshold[]): readonly Lane[] {
  const events = each.map(({ series }) => eventEntries(series));
  const isEvent = (place: number, entry: number) => events[place]?.[entry] === true;
  const create = (name: LaneName, share: number, has: Lane["has"]): Lane => {
    const tops = largest(has);
    const aspects = each.reduce((sum, _, place) => sum + countEntries(batches, (entry) => has(place, entry)), 0);
    const tail = fitRunTail(
      [
        ...tops.slice(0, batches).map(({ surprise }) => surprise),
        ...cleared.filter(({ lane }) => lane === name).map(({ threshold }) => threshold),
      ],
      Math.max(LEAST_ASPECTS, aspects / Math.max(batches, 1)),
    );
    return {
      name,
      has,
      largest: tops,
      probability: (surprise) => (surprise === 0 ? 1 : Math.min(1, tail.probability(surprise) / share)),
      surpriseAt: (level) => tail.surpriseAt(level * share),
    };
  };
  if (batches < FEW_BATCHES) return [create("movement", 1, () => true)];
  return [
    create("event", SHARES.event, isEvent),
    create("movement", SHARES.movement, (place, entry) => !isEvent(place, entry)),
  ];
}

function countEntries(batches: number, isIn: (entry: number) => boolean): number {
  let count = 0;
  for (let entry = 0; entry < batches; entry += 1) if (isIn(entry)) count += 1;
  return count;
}
