import type { AlarmRule } from "./alarm-rule.ts";
import type { DrawnSurprises } from "./draw-surprises.ts";
import { createRollingTail, type RollingTail } from "./rolling-tail.ts";

export interface AlarmSetting {
  /** Reference batches. */
  readonly batches: number;
  /** Of a run, from 0 to 1. */
  readonly level: number;
  readonly alarm: AlarmRule;
  /** Which windows become reference batches by themselves: those that do not drift, unless `all` do. */
  readonly joins?: "stable" | "all";
}

export interface AlarmCount {
  readonly checks: number;
  /** Checks whose verdict was drift. */
  readonly drifts: number;
  /** Times that an alarm began. */
  readonly alarms: number;
}

/** A window that may still become part of an alarm. */
interface RecentWindow {
  readonly drifts: boolean;
  /** What it had to exceed. */
  readonly bar: number;
  alarmed: boolean;
}

/**
 * Runs the checks of batches that have not drifted one after the other, as production does: each is judged against the last
 * `batches` of the reference; one that drifts does not join it, and where no alarm came of that, it counts in the tail as one
 * that just reached the bar. So what one check says bears on those after it.
 */
export function simulateAlarms({ surprises, gross }: DrawnSurprises, setting: AlarmSetting): AlarmCount {
  const { batches, level, alarm, joins = "stable" } = setting;
  const tail = createRollingTail(surprises.subarray(0, batches), level);
  const recent: RecentWindow[] = [];
  let drifts = 0;
  let alarms = 0;
  let wasOn = false;
  for (let index = batches; index < surprises.length; index++) {
    const surprise = surprises[index] ?? 0;
    const bar = tail.bar();
    const window = { drifts: surprise > bar, bar, alarmed: false };
    if (window.drifts) drifts++;
    if (!window.drifts || joins === "all") tail.join(surprise);
    recent.push(window);
    const past = recent.length > alarm.of ? recent.shift() : undefined;
    if (joins === "stable") letGo(past, tail);
    const isOn = (window.drifts && gross[index] === 1) || isReached(recent, alarm);
    if (isOn) for (const one of recent) one.alarmed = true;
    if (isOn && !wasOn) alarms++;
    wasOn = isOn;
  }
  return { checks: surprises.length - batches, drifts, alarms };
}

function isReached(recent: readonly RecentWindow[], { drifted }: AlarmRule): boolean {
  let count = 0;
  for (const window of recent) if (window.drifts) count++;
  return count >= drifted;
}

function letGo(window: RecentWindow | undefined, tail: RollingTail): void {
  if (window?.drifts === true && !window.alarmed) tail.join(window.bar);
}
