import type { DriftPlan } from "../config/monitoring-plan.ts";
import { parseSchedule } from "../schedule/schedule.ts";
import { slotsBetween } from "../schedule/slots.ts";
import { checkKey } from "./check-key.ts";
import { compareInstants, putSlots } from "./edit-slots.ts";
import type { Monitoring, Slot, WorkflowRunLink } from "./monitoring.ts";

/** A workflow run that GitHub's own schedule started. */
export interface ScheduledRun extends WorkflowRunLink {
  readonly createdAt: string;
}

export interface SlotFacts {
  readonly model: string;
  readonly schedule: NonNullable<DriftPlan["schedule"]>;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** Of the drift workflow's file, where no other model has it. */
  readonly scheduledRuns: readonly ScheduledRun[];
}

export interface SlotPlan {
  readonly monitoring: Monitoring;
  /** To be dispatched by whoever writes the document; at most the newest. */
  readonly claimed: readonly Slot[];
}

/** After a long time without the App, so many of the slots that were not kept are put on record. */
const MOST_MISSED = 10;

/**
 * What is due: the newest slot is claimed, older ones are recorded as missed, and where GitHub's own schedule has started
 * the workflow for one already, that workflow run is taken as its check. A schedule that was not seen before begins now:
 * its past is nobody's debt. A clock that was set back makes nothing due again.
 */
export function planSlots(monitoring: Monitoring, facts: SlotFacts): SlotPlan {
  const { schedule, now, model } = facts;
  const watched = watch(monitoring, schedule, now);
  if (watched !== monitoring) return { monitoring: watched, claimed: [] };
  const due = dueSlots(monitoring, facts);
  const slots = due.map((at, index): Slot => {
    const run = findScheduledRun(facts.scheduledRuns, at, index === 0 ? now : (due[index - 1] ?? now));
    const key = checkKey(model, at);
    if (run !== undefined) {
      const workflowRun = { id: run.id, url: run.url };
      return { at, claimedAt: now, by: "schedule", key, workflowRun, state: "dispatched" };
    }
    return { at, claimedAt: now, by: "app", key, state: index === 0 ? "claimed" : "missed" };
  });
  return { monitoring: putSlots(monitoring, slots), claimed: slots.filter(({ state }) => state === "claimed") };
}

/** Times that have come and that nobody has claimed, newest first. */
export function dueSlots(
  monitoring: Monitoring,
  { schedule, now }: Pick<SlotFacts, "schedule" | "now">,
): readonly string[] {
  const { watched, slots } = monitoring;
  if (watched === undefined || !isSame(watched, schedule)) return [];
  // One that lies ahead was claimed by a clock that was wrong.
  const last = slots.find(({ by, at }) => by !== "person" && compareInstants(at, now) <= 0)?.at;
  const after = last === undefined || compareInstants(watched.since, last) > 0 ? watched.since : last;
  const taken = new Set(slots.map(({ at }) => Date.parse(at)));
  return slotsBetween(parseSchedule(schedule), { after, until: now, most: MOST_MISSED + 1 }).filter(
    (at) => !taken.has(Date.parse(at)),
  );
}

/** The document as it is where the schedule is known; else with the schedule that counts from now on. */
function watch(monitoring: Monitoring, schedule: SlotFacts["schedule"], now: string): Monitoring {
  const { watched } = monitoring;
  if (watched !== undefined && isSame(watched, schedule) && compareInstants(watched.since, now) <= 0) return monitoring;
  return { ...monitoring, watched: { cron: schedule.cron, timeZone: schedule.timeZone, since: now } };
}

function isSame(watched: SlotFacts["schedule"], schedule: SlotFacts["schedule"]): boolean {
  return watched.cron === schedule.cron && watched.timeZone === schedule.timeZone;
}

/** GitHub's schedule is late, never early: the first that it started between this slot and the next. */
function findScheduledRun(runs: readonly ScheduledRun[], at: string, next: string): ScheduledRun | undefined {
  return runs
    .filter(({ createdAt }) => compareInstants(createdAt, at) >= 0 && compareInstants(createdAt, next) < 0)
    .sort((a, b) => a.id - b.id)[0];
}
