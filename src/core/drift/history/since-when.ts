import { studentTSurvival } from "../../statistics/student-t.ts";

/** Fewer values before a change say nothing about how they vary. */
const LEAST_BEFORE = 3;
/** That the change is older than the current window is said where chance would make it look so in at most 1 of 100 cases. */
const LEVEL = 0.01;
/** A part of the change that is nothing: values before it may be all the same. */
const NO_CHANGE = 0.1;

/**
 * In which value a change began that the last one shows: one level before, another from there on, split where that leaves
 * the least squares. An earlier place than the last counts only where the values between are off the level before as well:
 * Student's t on the same side, over all places that were tried (Bonferroni). A slow change is put to its middle.
 *
 * @param series Of one thing, oldest first; the last is the current one.
 * @returns Position, the last one where nothing speaks for an earlier beginning.
 */
export function sinceWhen(series: readonly number[]): number {
  const last = series.length - 1;
  const at = leastSquaresSplit(series);
  if (at === undefined || at >= last) return last;
  const before = series.slice(0, at);
  const between = series.slice(at, last);
  const level = meanOf(before);
  const change = (series[last] ?? 0) - level;
  if (change === 0) return last;
  const spread = Math.sqrt(before.reduce((sum, value) => sum + (value - level) ** 2, 0) / (at - 1));
  const scale = Math.max(spread, NO_CHANGE * Math.abs(change)) * Math.sqrt(1 / at + 1 / between.length);
  const t = ((meanOf(between) - level) * Math.sign(change)) / scale;
  return t > 0 && studentTSurvival(t, at - 1) * (last - LEAST_BEFORE) <= LEVEL ? at : last;
}

/** First position of the second level; `undefined` where there are too few values. */
function leastSquaresSplit(series: readonly number[]): number | undefined {
  const count = series.length;
  const total = series.reduce((sum, value) => sum + value, 0);
  let before = series.slice(0, LEAST_BEFORE).reduce((sum, value) => sum + value, 0);
  let best: { readonly at: number; readonly gain: number } | undefined;
  for (let at = LEAST_BEFORE; at < count; at++) {
    // What two means explain of the squares; the whole of them is the same for every split.
    const gain = (before * before) / at + ((total - before) * (total - before)) / (count - at);
    if (best === undefined || gain > best.gain) best = { at, gain };
    before += series[at] ?? 0;
  }
  return best?.at;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
