import type { DriftPlan } from "../config/monitoring-plan.ts";
import { parseSchedule } from "../schedule/schedule.ts";
import { nextSlot } from "../schedule/slots.ts";
import { compareInstants } from "./edit-slots.ts";
import type { Monitoring } from "./monitoring.ts";

/** A claim that is so old and was not dispatched is one of an App that is gone. */
export const STUCK_CLAIM_MS = 10 * 60_000;

/** When a model has to be looked at again though nothing happens: its next slot, a check that becomes late, a claim that became stuck. */
export function nextDue(
  monitoring: Monitoring,
  { schedule, graceMs }: Pick<DriftPlan, "schedule" | "graceMs">,
  now: string,
): string | undefined {
  const times = monitoring.slots.flatMap(({ state, at, claimedAt }) => {
    if (state === "claimed") return [addTo(claimedAt, STUCK_CLAIM_MS), addTo(at, graceMs)];
    return state === "dispatched" ? [addTo(at, graceMs)] : [];
  });
  const slot = schedule === undefined ? undefined : nextSlot(parseSchedule(schedule), now);
  return [...times.filter((time) => compareInstants(time, now) > 0), ...(slot === undefined ? [] : [slot])].sort(
    compareInstants,
  )[0];
}

/** An instant so many milliseconds later. */
export function addTo(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
