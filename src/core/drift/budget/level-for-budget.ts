import { FEW_BATCHES } from "../calibrate/few-batches.ts";
import { levelForBatches } from "../calibrate/level-for-batches.ts";
import { DEFAULT_DRIFT_RULE } from "../drift-rule.ts";
import type { AlarmRule } from "./alarm-rule.ts";
import { falseAlarmCurve } from "./false-alarm-curve.ts";

export interface LevelRequest {
  /** False alarms that people put up with in the period. */
  readonly alarms: number;
  /** Checks that the schedule makes in that period. */
  readonly checks: number;
  /** Reference batches. */
  readonly batches: number;
  readonly alarm: AlarmRule;
  /** Of consecutive windows: `serialCorrelation` of the reference's own surprises. */
  readonly correlation: number;
}

export interface BudgetLevel {
  /** For `detectDrift`, of a run. */
  readonly level: number;
  /** False alarms in the period at that level, by simulation. */
  readonly expected: number;
  /** False: the level that would keep the budget is beyond what so many batches can tell. */
  readonly met: boolean;
  /** Where it is not met: so many batches could tell. Undefined: no number of them, because single gross windows already cost more. */
  readonly batchesNeeded?: number | undefined;
}

/** With fewer than 8 batches the rule has one level. */
const LEVEL_OF_FEW = levelForBatches(DEFAULT_DRIFT_RULE.level, FEW_BATCHES - 1);
/** A window that drifts is also left out of the reference, so that more of them are not free where nobody is paged. */
const MOST = 0.05;
/**
 * K batches show what one in K + 1 is; the tail is carried so many times further, and no more: false alarms hardly fall any
 * more then, because bursts are not of that tail.
 */
const REACH = 10;

/**
 * The level at which false alarms stay within the budget, by simulation of the schedule's own checks (shared reference, drifted
 * windows that do not join it, windows that resemble those before them), rounded down to two digits.
 */
export function levelForBudget({ alarms, checks, batches, alarm, correlation }: LevelRequest): BudgetLevel {
  const curve = falseAlarmCurve({ batches: Math.max(2, batches), alarm, correlation });
  const found = (level: number, met: boolean, batchesNeeded?: number): BudgetLevel => ({
    level,
    expected: curve(level) * checks,
    met,
    batchesNeeded,
  });
  const wanted = alarms / checks;
  if (batches < FEW_BATCHES) {
    const met = curve(LEVEL_OF_FEW) <= wanted;
    return found(LEVEL_OF_FEW, met, met ? undefined : FEW_BATCHES);
  }
  const least = 1 / (REACH * (batches + 1));
  const level = highestLevel(curve, wanted);
  if (level === undefined) return found(least, false);
  return level < least ? found(least, false, Math.ceil(1 / (REACH * level)) - 1) : found(roundDown(level), true);
}

/** The highest level, up to `MOST`, whose rate is not above `wanted`; undefined where even the smallest one is. */
function highestLevel(curve: (level: number) => number, wanted: number): number | undefined {
  let [low, high] = [0.0004, MOST];
  if (curve(high) <= wanted) return high;
  if (curve(low) > wanted) return undefined;
  for (let step = 0; step < 30; step++) {
    const middle = Math.sqrt(low * high);
    if (curve(middle) <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

function roundDown(level: number): number {
  const unit = 10 ** (Math.floor(Math.log10(level)) - 1);
  // A level that has two digits already may lie just below them.
  return Number((Math.floor(level / unit + 1e-6) * unit).toPrecision(2));
}
