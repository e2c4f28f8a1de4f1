import type { RetrainingRecord, RetrainingRun } from "./retraining.ts";
import type { RetrainingFacts } from "./retraining-facts.ts";
import { MAX_RUNS, type RetrainingPlan } from "./retraining-plan.ts";

/** What follows from the training on record; undefined: nothing, so that the rest may go on. */
export function planTraining(
  { training, policy, retraining }: RetrainingFacts,
  record: RetrainingRecord,
): RetrainingPlan | undefined {
  const [run, ...earlier] = record.runs;
  if (run === undefined || record.pullRequest === undefined) return undefined;
  const mayStart = policy !== undefined && retraining.hold === undefined;
  if (training === undefined) {
    const retried = run.outcome === "preempted" && mayStart && !isSecond(run, earlier) && record.runs.length < MAX_RUNS;
    return retried ? { kind: "train", record, attempt: record.runs.length + 1, again: false } : undefined;
  }
  if (run.outcome === "running" && (training.kind === "lost" || training.kind === "left-out")) {
    return mayStart ? { kind: "train", record, attempt: record.runs.length, again: true } : undefined;
  }
  if (training.kind === "running" && run.workflowRun === undefined && training.workflowRun !== undefined) {
    const found = { ...run, workflowRun: training.workflowRun };
    return { kind: "record", record: { ...record, runs: [found, ...earlier] }, because: "its training was found" };
  }
  return training.kind === "over" && training.outcome !== run.outcome
    ? conclude(record, run, earlier, training)
    : undefined;
}

/** A machine that was taken away once is said to nobody: it is tried again. */
function conclude(
  record: RetrainingRecord,
  run: RetrainingRun,
  earlier: readonly RetrainingRun[],
  { workflowRun, outcome, reason }: Extract<RetrainingFacts["training"], { readonly kind: "over" }>,
): RetrainingPlan | undefined {
  if (run.outcome !== "running" && outcome !== "succeeded") return undefined;
  const over: RetrainingRun = { ...run, workflowRun, outcome, ...(reason === undefined ? {} : { reason }) };
  const after = { ...record, runs: [outcome === "succeeded" ? withoutReason(over) : over, ...earlier] };
  if (outcome === "succeeded" || (outcome === "preempted" && !isSecond(run, earlier))) {
    return {
      kind: "record",
      record: after,
      because: `its training ${outcome === "succeeded" ? "succeeded" : "was preempted"}`,
    };
  }
  return { kind: "tell-failure", record: after, reason: reason ?? "The training failed." };
}

/** The training of this head was preempted before. */
function isSecond({ commit }: RetrainingRun, earlier: readonly RetrainingRun[]): boolean {
  return earlier.some((run) => run.commit === commit && run.outcome === "preempted");
}

function withoutReason({ reason: _, ...run }: RetrainingRun): RetrainingRun {
  return run;
}
