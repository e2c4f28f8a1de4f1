import type { DriftPlan } from "../config/monitoring-plan.ts";
import { parseSchedule } from "../schedule/schedule.ts";

/** So many of the last times of a schedule tell how far apart they usually are. */
const LOOKED_AT = 11;

/**
 * How long the windows of a model's checks are, in milliseconds: what the configuration says, else the time from one check to
 * the next, in the middle of its last ten. `undefined` where neither is known.
 *
 * @param now ISO 8601.
 */
export function windowLength(
  drift: Pick<DriftPlan, "windowMs" | "schedule"> | undefined,
  now: string,
): number | undefined {
  if (drift?.windowMs !== undefined || drift?.schedule === undefined) return drift?.windowMs;
  const times = parseSchedule(drift.schedule).previousRuns(LOOKED_AT, new Date(now));
  const gaps = times.slice(1).map((time, index) => (times[index]?.getTime() ?? 0) - time.getTime());
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
