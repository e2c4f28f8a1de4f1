import type { AspectSeries } from "./aspect-series.ts";
import type { BatchSet } from "./batch-set.ts";
import { LEAST_BATCHES } from "./calibrate/few-batches.ts";

/** What an aspect measured of the batches of its set. */
export interface MeasuredSeries extends Omit<AspectSeries, "batches" | "p1" | "p2" | "main"> {
  readonly main?: boolean;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
}

/** No p-value that is computed is smaller: its logarithm is used. */
const LEAST_P = 1e-300;

/** The series with an entry for every batch of the run: a batch that was not measured has changed in nothing. */
export function spreadSeries(set: BatchSet, measured: MeasuredSeries): AspectSeries {
  const { members } = set;
  const entries = members.length + 1;
  const batches = members.length;
  const known = measured.p2.map((p) => (batches < LEAST_BATCHES ? 1 : p));
  const complete = {
    ...measured,
    main: measured.main ?? false,
    batches,
    p1: measured.p1.map(toProbability),
    p2: known.map(toProbability),
  };
  if (batches === set.of) return complete;
  const place = (entry: number) => (entry === entries - 1 ? set.of : (members[entry] ?? 0));
  const spread = (values: ArrayLike<number>, absent: number) => {
    const all = new Float64Array(set.of + 1).fill(absent);
    for (let entry = 0; entry < entries; entry += 1) all[place(entry)] = values[entry] ?? absent;
    return all;
  };
  const material = new Array<boolean>(set.of + 1).fill(false);
  for (let entry = 0; entry < entries; entry += 1) material[place(entry)] = measured.material[entry] ?? false;
  return {
    ...complete,
    effects: spread(measured.effects, 0),
    p1: spread(complete.p1, 1),
    p2: spread(complete.p2, 1),
    material,
    ...(measured.shown === undefined ? {} : { shown: spread(measured.shown, 0) }),
  };
}

function toProbability(p: number): number {
  return Number.isNaN(p) ? 1 : Math.min(1, Math.max(LEAST_P, p));
}
