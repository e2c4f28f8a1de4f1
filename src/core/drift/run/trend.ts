import { createRandom } from "../../performance/create-random.ts";
import type { BatchLevels, ColumnLevels } from "./column-levels.ts";

/** Whether many columns move steadily, each too little from one batch to the next to be told by itself. */
export interface Trend {
  /** Probability of as much steadiness where the order of the batches means nothing. */
  readonly p: number;
  /** Sum of the larger half of the columns' steadiness. */
  readonly statistic: number;
  readonly columns: readonly ColumnTrend[];
}

export interface ColumnTrend {
  readonly column: string;
  /** −ln(1 − r²) of the steadiest of its levels, r the correlation with time. */
  readonly steadiness: number;
  /** By the same orders, for this column alone. */
  readonly p: number;
  /** The steadiest. */
  readonly level: BatchLevels;
}

/** Orders are drawn from the same seed in every run. */
const SEED = 20_261_127;
/** r² is taken to be at most this. */
const MOST = 0.999;
/** What differs by less differs by rounding. */
const ROUNDING = 1e-12;
const LEAST_SQUARES = 1e-18;

/**
 * A permutation test of the order of all K + 1 batches together: each keeps its columns, so that it is exact however these are
 * related. Days resemble the days before them, and then wander without moving anywhere, which shuffled ones do not: what
 * is held against the shuffled orders is as steady as so many independent batches would be (`allowForMemory`). Columns without levels are left out; undefined where none has any.
 *
 * @param draws Orders that are drawn: the smallest p is 1/(draws + 1).
 */
export function measureTrend(columns: readonly ColumnLevels[], draws: number): Trend | undefined {
  const units = columns.flatMap(({ column, levels }) =>
    levels.length === 0 ? [] : [{ column, levels: levels.map((level) => ({ level, unit: toUnit(level.values) })) }],
  );
  const entries = units[0]?.levels[0]?.unit.length;
  if (entries === undefined) return undefined;
  const time = toUnit(Float64Array.from({ length: entries }, (_, batch) => batch));
  const seen = measureOrder(units, time);
  const independent = allowForMemory(units, seen.each, time);
  const order = time.slice();
  const random = createRandom(SEED);
  const asSteady = new Uint32Array(units.length);
  let asMuch = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    shuffle(order, random);
    const drawn = measureOrder(units, order);
    if (drawn.statistic >= independent.statistic - ROUNDING) asMuch += 1;
    for (const [place, steadiness] of drawn.each.entries()) {
      if (steadiness >= (independent.each[place] ?? 0) - ROUNDING) asSteady[place] = (asSteady[place] ?? 0) + 1;
    }
  }
  return {
    p: (1 + asMuch) / (draws + 1),
    statistic: seen.statistic,
    columns: units.flatMap(({ column, levels }, place) => {
      const steadiness = seen.each[place] ?? 0;
      const steadiest = levels.find(({ unit }) => steadinessOf(unit, time) >= steadiness);
      const p = (1 + (asSteady[place] ?? 0)) / (draws + 1);
      return steadiest === undefined ? [] : [{ column, steadiness, p, level: steadiest.level }];
    }),
  };
}

interface ColumnUnits {
  readonly levels: readonly { readonly level: BatchLevels; readonly unit: Float64Array }[];
}

/** Steadiness of each column in an order of the batches, and the sum of its larger half. */
function measureOrder(columns: readonly ColumnUnits[], time: Float64Array) {
  const each = Float64Array.from(columns, ({ levels }) => {
    let most = 0;
    for (const { unit } of levels) most = Math.max(most, steadinessOf(unit, time));
    return most;
  });
  return { each, statistic: sumOfLargerHalf(each) };
}

function sumOfLargerHalf(each: Float64Array): number {
  const half = each.toSorted().subarray(-Math.max(2, Math.floor(each.length / 2)));
  return half.reduce((sum, value) => sum + value, 0);
}

/**
 * Steadiness less what memory alone brings: with the correlation ρ of a batch with the one before it, beside the line through
 * all of them, n batches tell as much as n (1 − ρ)/(1 + ρ) independent ones (Bartlett), so that r²/(1 − r²) counts that much
 * less. ρ is that of the column's steadiest level, drawn half-way to the mean of all columns, never below 0.
 */
function allowForMemory(columns: readonly ColumnUnits[], each: Float64Array, time: Float64Array) {
  const own = columns.map(({ levels }, place) => {
    const steadiest = levels.find(({ unit }) => steadinessOf(unit, time) >= (each[place] ?? 0));
    return steadiest === undefined ? 0 : memoryOf(steadiest.unit, time);
  });
  const mean = own.reduce((sum, memory) => sum + memory, 0) / Math.max(own.length, 1);
  const independent = each.map((steadiness, place) => {
    const memory = Math.min(MOST, Math.max(0, ((own[place] ?? 0) + mean) / 2));
    return Math.log1p(((1 - memory) / (1 + memory)) * Math.expm1(steadiness));
  });
  return { each: independent, statistic: sumOfLargerHalf(independent) };
}

/** Correlation of what is left beside the line with itself one batch earlier; the bias of few batches, −(2 + 4ρ)/n, is taken out. */
function memoryOf(unit: Float64Array, time: Float64Array): number {
  const slope = correlationOf(unit, time);
  const rest = unit.map((value, batch) => value - slope * (time[batch] ?? 0));
  let [products, squares] = [0, LEAST_SQUARES];
  for (const [batch, value] of rest.entries()) {
    products += value * (rest[batch - 1] ?? 0);
    squares += value * value;
  }
  const batches = unit.length;
  return (products / squares + 2 / batches) / (1 - 4 / batches);
}

/** Mean 0 and length 1; a batch that does not have it counts as the mean. */
function toUnit(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1);
  const centred = values.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  const squares = centred.reduce((sum, value) => sum + value * value, 0);
  return centred.map((value) => value / Math.sqrt(Math.max(squares, LEAST_SQUARES)));
}

function steadinessOf(unit: Float64Array, time: Float64Array): number {
  return -Math.log(1 - Math.min(correlationOf(unit, time) ** 2, MOST));
}

function correlationOf(unit: Float64Array, time: Float64Array): number {
  let correlation = 0;
  for (let batch = 0; batch < unit.length; batch += 1) correlation += (unit[batch] ?? 0) * (time[batch] ?? 0);
  return correlation;
}

/** By Fisher and Yates. */
function shuffle(values: Float64Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = moved;
  }
}
