import type { RetrainPlan } from "../config/monitoring-plan.ts";
import { toSafeLabel, toSafeText } from "../evidence/limits.ts";
import { formatInstant } from "../report/format-number.ts";
import { chooseDataWindow } from "./choose-data-window.ts";
import { listDataIncidents } from "./data-incidents.ts";
import { isGone } from "./drift-is-gone.ts";
import { findSnooze } from "./find-snooze.ts";
import type { RetrainingCause, RetrainingRecord } from "./retraining.ts";
import { causeOfPerson, findCause } from "./retraining-cause.ts";
import type { RetrainingFacts } from "./retraining-facts.ts";
import { MAX_LIVING, type RetrainingPlan } from "./retraining-plan.ts";

/** Whether a retraining begins, where none of the model is living. */
export function planOpening(facts: RetrainingFacts): RetrainingPlan {
  const { model, policy, retraining, windows, windowMs, labelDelayMs, now, request } = facts;
  if (policy === undefined) return nothing(`The configuration in force has no key retrain for ${model}.`);
  const cause = request === undefined ? findOwnCause(facts, policy) : undefined;
  if (typeof cause === "string") return nothing(cause);
  const counter = nextCounter(retraining.records);
  const asked =
    request === undefined
      ? undefined
      : causeOfPerson({ by: toSafeLabel(request.by, 100), reason: safeReason(request.reason) }, counter);
  const chosen = asked ?? cause;
  if (chosen === undefined) return nothing("No windows and nobody ask for it.");
  const refusal = findRefusal(facts, policy);
  if (refusal !== undefined) return nothing(refusal);
  if (facts.branch?.hand === "people") return { kind: "blocked", because: foreignBranch(model) };
  const record: RetrainingRecord = {
    counter,
    cause: chosen,
    openedAt: now,
    window: chooseDataWindow(windows, { windowMs, labelDelayMs, now }),
    runs: [],
    state: "open",
  };
  return { kind: "claim", record };
}

/** The sentence that says what is in the way of whoever asks as well; undefined: nothing is. */
export function findRefusal(
  { model, retraining, windows, living, gpuHours }: RetrainingFacts,
  policy: RetrainPlan,
): string | undefined {
  const { hold } = retraining;
  if (hold !== undefined) {
    const why = hold.reason === undefined ? "" : ` (${hold.reason})`;
    return `Retraining of ${model} is held by ${hold.by} since ${formatInstant(hold.since)}${why}, until somebody says /pawl resume ${model}.`;
  }
  const [incident] = listDataIncidents(windows);
  if (incident !== undefined) {
    return `The feed of ${incident.dataset ?? "its data"} is broken since ${formatInstant(incident.windows.at(-1)?.slot ?? "")}; retraining waits until a window of it is good again.`;
  }
  if (living >= MAX_LIVING) {
    return `This repository has ${String(MAX_LIVING)} open retraining pull requests, and no more at a time.`;
  }
  return findOverspent(policy, gpuHours);
}

/** The sentence that says that this month's budget is used up. */
export function findOverspent(
  { gpuHoursPerMonth: budget }: Pick<RetrainPlan, "gpuHoursPerMonth">,
  gpuHours: number,
): string | undefined {
  if (budget === undefined || gpuHours < budget) return undefined;
  return `Retrainings of this month used ${gpuHours.toFixed(1)} GPU hours, and the configuration allows ${String(budget)}.`;
}

/** The cause that the windows give, or the sentence that says why they open nothing. */
function findOwnCause(facts: RetrainingFacts, policy: RetrainPlan): RetrainingCause | string {
  const { windows, retraining, now } = facts;
  const { records } = retraining;
  const [last] = records;
  const cause = findCause(windows, policy, last?.closedAt);
  if (cause === undefined) {
    return `Fewer than ${String(policy.failed)} of the last ${String(policy.of)} windows drift.`;
  }
  if (policy.open === "command") return "The configuration says that only /pawl retrain opens one.";
  // It may have gone while something else was in the way.
  if (isGone(cause, windows, policy)) return "What drifted has gone: the last three windows are good.";
  const snoozed = findSnooze(cause, records, policy.worseBy);
  if (snoozed !== undefined) {
    return `People closed retraining ${String(snoozed.counter)} for this cause, and it is not ${String(policy.worseBy)} times as large.`;
  }
  if (last === undefined) return cause;
  const waits = [
    { until: Date.parse(last.openedAt) + policy.minIntervalMs, why: "the last one was opened" },
    { until: Date.parse(last.closedAt ?? last.openedAt) + policy.cooldownMs, why: "the last one was merged or closed" },
  ];
  const wait = waits.sort((a, b) => b.until - a.until).find(({ until }) => until > Date.parse(now));
  if (wait === undefined) return cause;
  return `Not before ${formatInstant(new Date(wait.until).toISOString())}: so long after ${wait.why}.`;
}

/** Counters are never used twice, also where old records were dropped. */
function nextCounter(records: readonly RetrainingRecord[]): number {
  return Math.max(0, ...records.map(({ counter }) => counter)) + 1;
}

function safeReason(reason: string | undefined): string | undefined {
  return reason === undefined || reason.trim() === "" ? undefined : toSafeText(reason.trim(), 500);
}

/** Why nothing can be written to the branch. */
export function foreignBranch(model: string): string {
  return `Branch pawl-retrain/${model} has commits of somebody else. Retraining of ${model} begins when they are merged or the branch is deleted.`;
}

function nothing(because: string): RetrainingPlan {
  return { kind: "nothing", because };
}
