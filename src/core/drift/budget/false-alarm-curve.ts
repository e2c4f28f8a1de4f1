import { type AlarmRule, DEFAULT_ALARM_RULE } from "./alarm-rule.ts";
import { drawSurprises, type SurpriseModel } from "./draw-surprises.ts";
import { simulateAlarms } from "./simulate-alarms.ts";

/** What bears on false alarms besides the level. */
export interface CurveSetting {
  /** Reference batches: 3 or more. */
  readonly batches: number;
  readonly alarm: AlarmRule;
  /** Of consecutive windows, from 0 to below 1. */
  readonly correlation: number;
}

/** How many false alarms begin per check at a level; grows with it. */
export type FalseAlarmCurve = (level: number) => number;

/**
 * The drift rule's false alarms on real batches that merely vary were .031, .036 and .066 of runs at the levels .01, .02 and
 * .05, with about 20 reference batches: more than the level, and ever more so the smaller it is. Bursts of this kind give
 * .027, .036 and .062. One in ten of them is gross: a replay of 539 batches of flights (days, blocks of four hours, places in
 * random order) had three gross ones that were none.
 */
export const MEASURED_BURSTS: SurpriseModel["bursts"] = { share: 0.03, size: 12, gross: 0.1 };

/** Between them it is a line on logarithmic scales. */
const LEVELS: readonly number[] = Array.from({ length: 14 }, (_, index) => 0.0004 * 1.45 ** index);
const CHECKS = 150_000;
const SEED = 20_261_126;
/** Finer differences of correlation are nothing that a few dozen windows could show. */
const CORRELATION_STEP = 0.05;

const curves = new Map<string, FalseAlarmCurve>();
const MAX_KNOWN = 200;

/** By simulation, always the same one; known curves are remembered, because one takes about half a second. */
export function falseAlarmCurve({ batches, alarm = DEFAULT_ALARM_RULE, correlation }: CurveSetting): FalseAlarmCurve {
  const rounded = Math.round(correlation / CORRELATION_STEP) * CORRELATION_STEP;
  const key = [batches, alarm.drifted, alarm.of, rounded.toFixed(2)].join(" ");
  const known = curves.get(key);
  if (known !== undefined) return known;
  const drawn = drawSurprises(CHECKS + batches, { correlation: rounded, bursts: MEASURED_BURSTS }, SEED);
  // One that never happened may be one that happens half as often as once.
  let least = 0.5;
  const rates = LEVELS.map((level) => {
    const { alarms, checks } = simulateAlarms(drawn, { batches, level, alarm });
    least = Math.max(least, alarms);
    return least / checks;
  });
  const curve = (level: number) => interpolate(level, rates);
  if (curves.size >= MAX_KNOWN) curves.clear();
  curves.set(key, curve);
  return curve;
}

function interpolate(level: number, rates: readonly number[]): number {
  const above = LEVELS.findIndex((known) => known >= level);
  const index = above === -1 ? LEVELS.length - 1 : Math.max(1, above);
  const [x0 = 1, x1 = 1] = [LEVELS[index - 1], LEVELS[index]];
  const [y0 = 1, y1 = 1] = [rates[index - 1], rates[index]];
  const share = Math.log(level / x0) / Math.log(x1 / x0);
  return Math.exp(Math.log(y0) + Math.min(1, Math.max(0, share)) * Math.log(y1 / y0));
}
