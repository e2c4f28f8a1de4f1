import { studentTSurvival } from "../../statistics/student-t.ts";
import type { AspectSeries } from "../aspect-series.ts";
import type { DriftAspectName } from "../drift-aspect-name.ts";

/** Whether many columns move at once, each too little to be told by itself. */
export interface Breadth {
  /** Probability that all columns but the most unusual one move as much together in a batch in which nothing is wrong. */
  readonly p: number;
  /** How unusual each column is in the current data: −ln p, at least 0. */
  readonly scores: ReadonlyMap<string, number>;
}

type Measured = Pick<AspectSeries, "columns" | "aspect" | "p2" | "slice">;

/** What every batch has of a column; what as a rule does not happen says nothing of how far a column moves. */
const MOVEMENTS: ReadonlySet<DriftAspectName> = new Set<DriftAspectName>([
  "location",
  "scale",
  "null",
  "shape",
  "distribution",
  "value",
]);
/** With fewer columns there is nothing to add up. */
const LEAST_COLUMNS = 3;
/** Added to the sum for each column before its logarithm is taken. */
const OFFSET = 0.2;
/** The standard deviation of the logarithms is at least this: batches that happen to agree do not make a trifle rare. */
const LEAST_SPREAD = 0.1;

/**
 * M = −ln min(1, √m · smallest p2) of each column's m movements; y = ln(1 + C/5 + ΣM) over C columns but the one with the
 * largest M; p = P(t > (y − ȳ)/(s √(1 + 1/K))) with ȳ, s and K − 1 degrees of freedom of the K reference batches.
 * Undefined with fewer than 3 columns.
 *
 * @param batches K.
 */
export function measureBreadth(measured: readonly Measured[], batches: number): Breadth | undefined {
  const columns = new Map<string, Measured[]>();
  for (const series of measured) {
    const [column, other] = series.columns;
    if (column === undefined || other !== undefined || series.slice !== undefined) continue;
    if (!MOVEMENTS.has(series.aspect)) continue;
    const known = columns.get(column);
    if (known === undefined) columns.set(column, [series]);
    else known.push(series);
  }
  if (columns.size < LEAST_COLUMNS) return undefined;
  const scores = [...columns].map(([column, series]) => ({ column, values: scoreBatches(series, batches + 1) }));
  const sums = Float64Array.from({ length: batches + 1 }, (_, entry) => {
    const values = scores.map((score) => score.values[entry] ?? 0);
    const rest = values.reduce((sum, value) => sum + value, 0) - Math.max(...values);
    return Math.log(1 + OFFSET * columns.size + rest);
  });
  return {
    p: tailOfLast(sums),
    scores: new Map(scores.map(({ column, values }) => [column, values[batches] ?? 0])),
  };
}

/** M of each batch. */
function scoreBatches(series: readonly Measured[], entries: number): Float64Array {
  return Float64Array.from({ length: entries }, (_, entry) => {
    const smallest = series.reduce((least, { p2 }) => Math.min(least, p2[entry] ?? 1), 1);
    return -Math.log(Math.min(1, Math.sqrt(series.length) * smallest));
  });
}

function tailOfLast(values: Float64Array): number {
  const reference = values.subarray(0, -1);
  const { length } = reference;
  const mean = reference.reduce((sum, value) => sum + value, 0) / length;
  const squares = reference.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.max(Math.sqrt(squares / (length - 1)), LEAST_SPREAD);
  return studentTSurvival(((values[length] ?? 0) - mean) / (spread * Math.sqrt(1 + 1 / length)), length - 1);
}
