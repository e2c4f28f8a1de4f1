import { toAlarmRule, toFalseAlarmBudget } from "./alarm-terms.ts";
import { toMilliseconds } from "./duration.ts";
import type { DriftConfig, LabelsConfig, RetrainConfig } from "./monitoring-config.ts";
import type { DriftPlan, LabelsPlan, RetrainPlan } from "./monitoring-plan.ts";

/** @param named Keys of the model's datasets that have one. */
export function toDriftPlan(config: DriftConfig, named: readonly string[]): DriftPlan {
  const { schedule, window, dataset } = config;
  const falseAlarms = config["false-alarms"];
  const [only, ...others] = named;
  return {
    schedule: schedule === undefined ? undefined : { cron: schedule, timeZone: config["time-zone"] },
    workflow: config.workflow,
    dataset: dataset ?? (others.length === 0 ? only : undefined),
    reference: config.reference,
    batches: config.batches,
    weekly: config.weekly,
    windowMs: window === undefined ? undefined : toMilliseconds(window),
    graceMs: toMilliseconds(config.grace),
    alarm: toAlarmRule(config.alarm),
    falseAlarms: falseAlarms === undefined ? undefined : toFalseAlarmBudget(falseAlarms),
    bounds: config.bounds,
  };
}

export function toLabelsPlan({ delay, share }: LabelsConfig): LabelsPlan {
  return { delayMs: toMilliseconds(delay), share };
}

/** @param workflow File name of the workflow that trains the model. */
export function toRetrainPlan(config: RetrainConfig, workflow: string): RetrainPlan {
  return {
    open: config.open,
    failed: config.failed,
    of: config.of,
    performanceDrop: config["performance-drop"],
    minIntervalMs: toMilliseconds(config["min-interval"]),
    cooldownMs: toMilliseconds(config.cooldown),
    gpuHoursPerMonth: config["gpu-hours-per-month"],
    worseBy: config["worse-by"],
    workflow: config.workflow ?? workflow,
    edits: config.edits,
    labels: config.labels,
  };
}
