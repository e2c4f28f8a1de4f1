import type { RetrainPlan } from "../config/monitoring-plan.ts";
import { chooseDataWindow } from "./choose-data-window.ts";
import { isGone } from "./drift-is-gone.ts";
import { findOverspent, foreignBranch } from "./plan-opening.ts";
import { planTraining } from "./plan-training.ts";
import type { DataWindow, RetrainingRecord } from "./retraining.ts";
import { findCause } from "./retraining-cause.ts";
import type { RetrainingFacts } from "./retraining-facts.ts";
import { MAX_RUNS, type RetrainingPlan } from "./retraining-plan.ts";

/** The next step of a retraining that is not over. What people did comes first, then its training, then what the windows say. */
export function planLiving(facts: RetrainingFacts, record: RetrainingRecord): RetrainingPlan {
  if (record.state === "closed-by-app") return { kind: "close", record, because: record.closedBecause ?? "" };
  return (
    followPeople(facts, record) ??
    (facts.gone === true ? planEnd(facts, record) : planTraining(facts, record)) ??
    planEnd(facts, record) ??
    planBeginning(facts, record) ??
    planLater(facts, record)
  );
}

/** Merged, closed, or pushed to. */
function followPeople(facts: RetrainingFacts, record: RetrainingRecord): RetrainingPlan | undefined {
  const { pull, branch, now, model } = facts;
  const named = { ...record, pullRequest: pull?.number ?? record.pullRequest };
  if (pull?.state === "merged") {
    return { kind: "record", record: { ...named, state: "merged", closedAt: now }, because: "it was merged" };
  }
  if (pull?.state === "closed") {
    return { kind: "record", record: { ...named, state: "closed-by-people", closedAt: now }, because: "it was closed" };
  }
  if (record.pullRequest === undefined) {
    return branch?.hand === "people" ? { kind: "blocked", because: foreignBranch(model) } : undefined;
  }
  if (record.state === "hands-off") return nothing("Somebody pushed to the branch, so it is theirs.");
  if (branch?.hand === "people") {
    return { kind: "record", record: { ...record, state: "hands-off" }, because: "somebody pushed to its branch" };
  }
  if (branch?.hand === "unknown") return nothing("GitHub does not say yet who pushed to the branch.");
  return pull === undefined ? nothing("GitHub does not list the pull request yet.") : undefined;
}

/** Nothing asks for it any more. Not while a training runs, whose result is worth more than the wait. */
function planEnd(facts: RetrainingFacts, record: RetrainingRecord): RetrainingPlan | undefined {
  const { policy, windows, model, gone } = facts;
  if (isFrozen(record) && gone !== true) return undefined;
  const because = gone
    ? `The configuration in force has no model ${model} any more.`
    : policy === undefined
      ? `The configuration in force has no key retrain for ${model} any more.`
      : isGone(record.cause, windows, policy)
        ? "What it was opened for has gone: the last three windows are good."
        : undefined;
  if (because === undefined) return undefined;
  const closing = { ...record, state: "closed-by-app" as const, closedBecause: because };
  return { kind: "record", record: closing, because: "nothing asks for it any more" };
}

/** What was claimed is opened, also after a crash. A hold waits with it. */
function planBeginning(
  { retraining, claimedElsewhere }: RetrainingFacts,
  record: RetrainingRecord,
): RetrainingPlan | undefined {
  if (claimedElsewhere) return nothing("A replica of the App claimed it, and opens it.");
  if (retraining.hold !== undefined) {
    return record.pullRequest === undefined ? nothing("It is held.") : { kind: "keep", record };
  }
  return record.pullRequest === undefined ? { kind: "make-branch", record } : undefined;
}

/** Later windows, and a base that moved. */
function planLater(facts: RetrainingFacts, record: RetrainingRecord): RetrainingPlan {
  const { policy, branch } = facts;
  if (policy === undefined || branch === undefined) return { kind: "keep", record };
  const later = withLaterWindows(facts, record, policy);
  if (later !== undefined) return { kind: "record", record: later, because: "later windows speak for it" };
  const shown = branch.counter === record.counter && isSameWindow(branch.window, record.window);
  if (shown && !branch.baseMoved) return planFirstTraining(facts, record);
  return mayTrainAgain(facts, record, policy) ? { kind: "make-branch", record } : { kind: "keep", record };
}

/** Every head gets a training; what that commits itself gets one more, so that there is a report about it. */
function planFirstTraining({ branch }: RetrainingFacts, record: RetrainingRecord): RetrainingPlan {
  const known = record.runs.some(({ commit }) => commit === branch?.sha);
  if (known || branch === undefined || branch.onTop > 1 || record.runs.length >= MAX_RUNS)
    return { kind: "keep", record };
  return { kind: "train", record, attempt: record.runs.length + 1, again: false };
}

/** The record with a cause and, where it may be trained again, with data that later windows give; undefined: nothing is later. */
function withLaterWindows(
  facts: RetrainingFacts,
  record: RetrainingRecord,
  policy: RetrainPlan,
): RetrainingRecord | undefined {
  const { windows, windowMs, labelDelayMs, now, retraining } = facts;
  if (record.cause.kind === "person") return undefined;
  const before = retraining.records.find(({ closedAt }) => closedAt !== undefined);
  const cause = findCause(windows, policy, before?.closedAt);
  const [newest] = cause?.windows ?? [];
  const known = record.cause.windows[0];
  const isLater = newest !== undefined && (known === undefined || Date.parse(newest) > Date.parse(known));
  const stronger = cause !== undefined && isLater ? { ...record, cause } : record;
  const window = chooseDataWindow(windows, { windowMs, labelDelayMs, now });
  const reach = Date.parse(window.end) > Date.parse(record.window?.end ?? window.end);
  // The windows that speak for it are what is to be learned from; one that is good again changes nothing.
  const speaks = cause !== undefined && newest !== undefined && isNewest(windows, newest);
  if (speaks && reach && mayTrainAgain(facts, record, policy)) return { ...stronger, window };
  return stronger === record ? undefined : stronger;
}

function isNewest(windows: RetrainingFacts["windows"], slot: string): boolean {
  return windows.every((window) => window.broken || Date.parse(window.slot) <= Date.parse(slot));
}

/** Head and data stay as they are while a training runs, and so long after it began as the smallest interval says. */
function mayTrainAgain({ now, gpuHours }: RetrainingFacts, record: RetrainingRecord, policy: RetrainPlan): boolean {
  const [last] = record.runs;
  if (last === undefined) return true;
  const rested = Date.parse(now) >= Date.parse(last.dispatchedAt) + policy.minIntervalMs;
  return !isFrozen(record) && rested && record.runs.length < MAX_RUNS && findOverspent(policy, gpuHours) === undefined;
}

/** A training was started and has not reported. */
export function isFrozen({ runs }: Pick<RetrainingRecord, "runs">): boolean {
  return runs[0]?.outcome === "running";
}

function isSameWindow(a: DataWindow | undefined, b: DataWindow | undefined): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

function nothing(because: string): RetrainingPlan {
  return { kind: "nothing", because };
}
