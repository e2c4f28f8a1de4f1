import type { RetrainingRun } from "../../core/retraining/retraining.ts";
import { holdsAnyRetrainingKey, holdsRetrainingKey } from "../../core/retraining/retraining-key.ts";
import type { WorkflowRun } from "../../github/workflow-runs.ts";
import { ANY_COMMAND_KEY } from "../plan-start-command.ts";

/** Clocks of GitHub and of this machine may differ by so much. */
const CLOCK_MS = 60_000;

export interface SoughtTraining {
  readonly run: RetrainingRun;
  /** Ids of the workflow runs of earlier trainings. */
  readonly taken: readonly number[];
  /** Of the App. */
  readonly login: string;
}

/** Conclusions of a workflow run that did nothing. */
const LEFT_OUT: readonly string[] = ["skipped", "action_required", "neutral", "stale"];

export function isLeftOut({ conclusion }: Pick<WorkflowRun, "conclusion">): boolean {
  return conclusion !== null && LEFT_OUT.includes(conclusion);
}

/** The App dispatched it for this training: its name holds the key. */
export function isKeyed({ event, actor, title }: WorkflowRun, { run, login }: SoughtTraining): boolean {
  return event === "workflow_dispatch" && actor === login && holdsRetrainingKey(title, run.key);
}

/** The App dispatched it on this commit, for nothing else: a `run-name` may lack the key. */
export function couldBeTraining(workflowRun: WorkflowRun, { run, taken, login }: SoughtTraining): boolean {
  const { event, actor, headSha, createdAt, title, id } = workflowRun;
  return (
    event === "workflow_dispatch" &&
    actor === login &&
    headSha === run.commit &&
    !taken.includes(id) &&
    Date.parse(createdAt) >= Date.parse(run.dispatchedAt) - CLOCK_MS &&
    !holdsAnyRetrainingKey(title) &&
    !ANY_COMMAND_KEY.test(title)
  );
}

/** The pull request itself started it on this commit: then nothing is dispatched, so that nothing trains twice. */
export function isStartedByPull(workflowRun: WorkflowRun, { run, taken }: SoughtTraining): boolean {
  const { event, headSha, id, fork } = workflowRun;
  // A fork may have the branch and the commit as well; its workflow runs are its own.
  return event.startsWith("pull_request") && fork !== true && headSha === run.commit && !taken.includes(id);
}

/** Among workflow runs of the training's file on the branch, newest first, the one that this training is. */
export function findTrainingRun(runs: readonly WorkflowRun[], sought: SoughtTraining): WorkflowRun | undefined {
  const known = sought.run.workflowRun?.id;
  const candidates = [
    runs.find((run) => isKeyed(run, sought)),
    runs.find((run) => couldBeTraining(run, sought)),
    runs.find(({ id }) => id === known),
    runs.find((run) => isStartedByPull(run, sought) && !isLeftOut(run)),
    runs.find((run) => isStartedByPull(run, sought)),
  ];
  return candidates.find((run) => run !== undefined && !isLeftOut(run)) ?? candidates.find((run) => run !== undefined);
}
